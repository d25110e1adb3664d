package io.grasp.streams.evaluate;

import static io.grasp.streams.AClassification.aClassification;
import static io.grasp.streams.ALabel.aLabel;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Comparison;
import io.grasp.events.ComparisonKind;
import io.grasp.schemas.Topics;
import io.grasp.streams.AClassification;
import io.grasp.streams.ALabel;
import io.grasp.streams.AnInteraction;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class JudgementTest {
    static {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private static final Instant NOON = AnInteraction.NOON;
    private static final List<String> LEVELS = List.of("novice", "intermediate", "advanced");

    /** What a reader of the comparisons holds to be true. */
    private static final class Reader {
        private final Map<String, List<String>> compared = new HashMap<>();
        private Judgement judgement = Judgement.nothingYet("i-1");
        private int firsts;

        void hears(AClassification classification) {
            moves(judgement.with(classification.build(), NOON));
        }

        void hears(ALabel label) {
            moves(judgement.with(label.build(), NOON));
        }

        private void moves(Judgement after) {
            for (Comparison comparison : after.comparisonsSince(judgement)) {
                String task = comparison.getDecision().getTask();
                firsts += comparison.getKind() == ComparisonKind.FIRST ? 1 : 0;
                if (comparison.getKind() == ComparisonKind.WITHDRAWAL) {
                    compared.remove(task);
                } else {
                    compared.put(task, comparison.getLabels());
                }
            }
            judgement = after;
        }
    }

    @Property
    void whereverTheClassificationComesInAmongTheLabelsTheSameIsCompared(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 2) Integer> labels,
            @ForAll @IntRange(max = 6) int place,
            @ForAll @IntRange(min = -2, max = 2) int firstLabeledAfterSeconds) {
        Reader last = reader(labels, labels.size(), firstLabeledAfterSeconds);
        Reader earlier = reader(labels, Math.min(place, labels.size()), firstLabeledAfterSeconds);

        assertThat(earlier.compared).isEqualTo(last.compared);
        assertThat(earlier.compared.keySet())
                .isEqualTo(firstLabeledAfterSeconds > 0 ? Set.of("comprehension") : new HashSet<String>());
        assertThat(earlier.firsts).isLessThanOrEqualTo(1);
    }

    private static Reader reader(List<Integer> labels, int place, int firstLabeledAfterSeconds) {
        Reader reader = new Reader();
        for (int i = 0; i <= labels.size(); i++) {
            if (i == place) {
                reader.hears(aClassification().classifiedAt(NOON).withLevelProbabilities(0.7, 0.2, 0.1));
            }
            if (i < labels.size()) {
                reader.hears(aLabel().level(LEVELS.get(labels.get(i)))
                        .given(NOON.plusSeconds(firstLabeledAfterSeconds + i)));
            }
        }
        return reader;
    }
}
