package io.grasp.quickstart.timeline;

import io.grasp.events.ActiveMisconception;
import io.grasp.events.LearnerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Words how a learner's state moved. What is added to states is worded here, by one more line in {@link #of}. */
final class StateWords {
    private final CatalogNames names;
    private final Function<Instant, String> when;

    /** @param when words a time */
    StateWords(CatalogNames names, Function<Instant, String> when) {
        this.names = names;
        this.when = when;
    }

    List<String> of(StateMove move) {
        List<String> phrases = new ArrayList<>();
        LearnerState after = move.after();
        @Nullable LearnerState before = move.before().orElse(null);
        moved("level", before == null ? null : before.getLevel(), after.getLevel(), phrases);
        moved("mastery", mastery(before), mastery(after), phrases);
        misconceptions(before, after, phrases);
        if (move.isBeforeLost()) {
            phrases.add("what it was before is compacted away");
        }
        return phrases;
    }

    private static void moved(String what, @Nullable String from, @Nullable String to, List<String> phrases) {
        if (to == null) {
            return;
        }
        if (from == null) {
            phrases.add("%s %s".formatted(what, to));
        } else {
            phrases.add(from.equals(to) ? "%s stays %s".formatted(what, to) : "%s %s → %s".formatted(what, from, to));
        }
    }

    private static @Nullable String mastery(@Nullable LearnerState state) {
        Double mastery = state == null ? null : state.getMastery();
        return mastery == null ? null : Phrases.percent(mastery);
    }

    private void misconceptions(@Nullable LearnerState before, LearnerState after, List<String> phrases) {
        Map<String, ActiveMisconception> gone = new HashMap<>();
        if (before != null) {
            before.getActiveMisconceptions().forEach(each -> gone.put(each.getMisconceptionId(), each));
        }
        for (ActiveMisconception now : after.getActiveMisconceptions()) {
            ActiveMisconception known = gone.remove(now.getMisconceptionId());
            String name = names.misconception(now.getMisconceptionId());
            if (known == null) {
                phrases.add("now active: '%s'%s".formatted(name, times(now)));
            } else if (known.getCount() < now.getCount()) {
                phrases.add("'%s' for the %s time since %s"
                        .formatted(name, Phrases.ordinal(now.getCount()), when.apply(now.getFirstSeenAt())));
            }
        }
        gone.forEach((id, known) -> phrases.add("overcome: '%s', seen %s since %s"
                .formatted(
                        names.misconception(id),
                        Phrases.counted(known.getCount(), "time", "times"),
                        when.apply(known.getFirstSeenAt()))));
    }

    private static String times(ActiveMisconception now) {
        return now.getCount() > 1 ? " (seen %d times)".formatted(now.getCount()) : "";
    }
}
