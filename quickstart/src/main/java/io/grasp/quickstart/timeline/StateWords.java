package io.grasp.quickstart.timeline;

import io.grasp.events.ActiveMisconception;
import io.grasp.events.LearnerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
        trend(before, after, phrases);
        if (move.isBeforeLost()) {
            phrases.add("what it was before is compacted away");
        }
        return phrases;
    }

    /** Words a state as it stands. */
    List<String> of(LearnerState state) {
        return of(new StateMove(0, Optional.empty(), false, Instant.EPOCH, Optional.empty(), false, state));
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
        Map<String, ActiveMisconception> gone = new LinkedHashMap<>();
        if (before != null) {
            before.getActiveMisconceptions().forEach(each -> gone.put(each.getMisconceptionId(), each));
        }
        List<String> active = new ArrayList<>();
        for (ActiveMisconception now : after.getActiveMisconceptions()) {
            ActiveMisconception known = gone.remove(now.getMisconceptionId());
            if (known == null) {
                active.add(name(now) + (now.getCount() > 1 ? " (%s)".formatted(seen(now)) : ""));
            } else if (known.getCount() < now.getCount()) {
                active.add("%s again (%s)".formatted(name(now), seen(now)));
            }
        }
        listed("active", active, phrases);
        listed("overcome", gone(gone, id -> isOvercome(id, after)), phrases);
        listed("no longer found", gone(gone, id -> !isOvercome(id, after)), phrases);
    }

    private List<String> gone(Map<String, ActiveMisconception> gone, Predicate<String> which) {
        return gone.values().stream()
                .filter(known -> which.test(known.getMisconceptionId()))
                .map(known -> "%s (%s)".formatted(name(known), seen(known)))
                .toList();
    }

    /** Before format 2 a misconception went away only by being overcome; since then also by a correction. */
    private static boolean isOvercome(String misconceptionId, LearnerState after) {
        return after.getFormatVersion() < 2
                || after.getOvercomeMisconceptions().stream()
                        .anyMatch(overcome -> overcome.getMisconceptionId().equals(misconceptionId));
    }

    private static void trend(@Nullable LearnerState before, LearnerState after, List<String> phrases) {
        String trend = after.getEngagementTrend();
        boolean isNew = before == null || !Objects.equals(before.getEngagementTrend(), trend);
        if (trend != null && isNew) {
            phrases.add("engagement " + Phrases.ofSymbol(trend));
        }
    }

    private static void listed(String what, List<String> names, List<String> phrases) {
        if (!names.isEmpty()) {
            phrases.add("%s: %s".formatted(what, String.join(", ", names)));
        }
    }

    private String name(ActiveMisconception misconception) {
        return Phrases.quoted(names.misconception(misconception.getMisconceptionId()));
    }

    private String seen(ActiveMisconception misconception) {
        return misconception.getCount() == 1
                ? "seen on " + when.apply(misconception.getFirstSeenAt())
                : "seen %d times since %s"
                        .formatted(misconception.getCount(), when.apply(misconception.getFirstSeenAt()));
    }
}
