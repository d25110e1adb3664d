package io.grasp.trainer.dataset;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.trainer.ARow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final List<String> MISCONCEPTIONS = List.of("add-across", "bigger-is-more", "no-motion-no-force");

    /** A learning topic, a level unless that is empty, and misconceptions. */
    record Kind(String topic, String level, Set<String> misconceptions) {}

    @Provide
    Arbitrary<List<LabeledRow>> oldRows() {
        Arbitrary<Kind> kind = Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(20, "fractions"), Tuple.of(5, "forces"), Tuple.of(1, "circuits")),
                        Arbitraries.of("", "novice", "intermediate", "advanced"),
                        Arbitraries.of(MISCONCEPTIONS).set().ofMaxSize(3))
                .as(Kind::new);
        return kind.list()
                .ofMaxSize(120)
                .map(kinds -> IntStream.range(0, kinds.size())
                        .mapToObj(i -> row("old-" + i, kinds.get(i)))
                        .toList());
    }

    private static LabeledRow row(String id, Kind kind) {
        ARow row = aRow().withId(id)
                .about(kind.topic())
                .labeled("misconception", kind.misconceptions().toArray(String[]::new));
        return (kind.level().isEmpty() ? row : row.labeled("level", kind.level())).build();
    }

    private static LabeledRow leveled(String id, String topic, String level) {
        return aRow().withId(id).about(topic).labeled("level", level).build();
    }

    private static Set<String> topics(List<LabeledRow> rows) {
        return rows.stream().map(LabeledRow::learningTopic).collect(Collectors.toSet());
    }

    private static Set<String> labels(List<LabeledRow> rows) {
        Set<String> labels = new TreeSet<>();
        rows.forEach(row -> row.labels().forEach((task, held) -> {
            held.forEach(label -> labels.add(task + ' ' + label));
            if (held.isEmpty()) {
                labels.add(task + " none");
            }
        }));
        return labels;
    }

    @Property
    void noRowComesTwiceAndNoMoreThanAskedFor(
            @ForAll("oldRows") List<LabeledRow> old, @ForAll @IntRange(max = 150) int most, @ForAll long seed) {
        List<LabeledRow> replayed = Replay.of(List.of(), old, most, seed);
        assertThat(replayed).hasSize(Math.min(most, old.size())).doesNotHaveDuplicates();
        assertThat(old).containsAll(replayed);
    }

    @Property
    void everyOldLearningTopicAndLabelIsReplayedWhileThereIsRoom(
            @ForAll("oldRows") List<LabeledRow> old, @ForAll long seed) {
        int room = topics(old).size() + labels(old).size();
        List<LabeledRow> replayed = Replay.of(List.of(), old, room, seed);
        assertThat(topics(replayed)).isEqualTo(topics(old));
        assertThat(labels(replayed)).isEqualTo(labels(old));
    }

    @Property
    void theOrderOfTheInputDoesNotMatter(
            @ForAll("oldRows") List<LabeledRow> old, @ForAll @IntRange(max = 50) int most, @ForAll long seed) {
        List<LabeledRow> otherOrder = new ArrayList<>(old);
        Collections.shuffle(otherOrder, new Random(seed));
        List<LabeledRow> fresh = List.of(leveled("new-1", "waves", "novice"), leveled("new-2", "waves", "advanced"));
        List<LabeledRow> otherFresh = List.of(fresh.get(1), fresh.get(0));
        assertThat(Replay.of(otherFresh, otherOrder, most, seed)).isEqualTo(Replay.of(fresh, old, most, seed));
    }

    @Property
    void learningTopicsAndLevelsGetEqualSharesOrAllThatTheyHave(
            @ForAll List<@IntRange(max = 5) Integer> kinds, @ForAll @IntRange(max = 60) int most, @ForAll long seed) {
        List<LabeledRow> old = IntStream.range(0, kinds.size())
                .mapToObj(i -> leveled("old-" + i, "topic-" + kinds.get(i) / 3, "level-" + kinds.get(i) % 3))
                .toList();
        Map<String, Long> available = count(old);
        Map<String, Long> replayed = count(Replay.of(List.of(), old, most, seed));
        long largest =
                replayed.values().stream().mapToLong(Long::longValue).max().orElse(0);
        available.forEach((cell, rows) ->
                assertThat(replayed.getOrDefault(cell, 0L)).isGreaterThanOrEqualTo(Math.min(rows, largest - 1)));
    }

    private static Map<String, Long> count(List<LabeledRow> rows) {
        Function<LabeledRow, String> cell = row -> row.learningTopic() + row.labels();
        return rows.stream().collect(Collectors.groupingBy(cell, TreeMap::new, Collectors.counting()));
    }

    @Test
    void everyFreshRowTrainsAndIsNotReplayedToo() {
        List<LabeledRow> old = IntStream.range(0, 20)
                .mapToObj(i -> leveled("i" + i, "fractions", "novice"))
                .toList();
        List<LabeledRow> corrected = List.of(leveled("i3", "fractions", "advanced"));
        List<LabeledRow> rows = Replay.of(corrected, old, 100, 1);
        assertThat(rows).hasSize(20).containsAll(corrected);
        assertThat(rows.stream().map(LabeledRow::id)).doesNotHaveDuplicates();
        assertThat(Replay.of(corrected, old, 0, 1)).isEqualTo(corrected);
    }

    @Test
    void aRareLabelIsNotCrowdedOut() {
        List<LabeledRow> old = Stream.concat(
                        IntStream.range(0, 1000).mapToObj(i -> leveled("many-" + i, "fractions", "novice")),
                        IntStream.range(0, 3).mapToObj(i -> leveled("few-" + i, "fractions", "advanced")))
                .toList();
        assertThat(Replay.of(List.of(), old, 10, 7))
                .filteredOn(row -> row.labelsFor("level").contains("advanced"))
                .hasSize(3);
    }

    @Test
    void theSeedChoosesAmongEquals() {
        List<LabeledRow> old = IntStream.range(0, 100)
                .mapToObj(i -> leveled("i" + i, "fractions", "novice"))
                .toList();
        Set<List<LabeledRow>> choices = new HashSet<>();
        for (long seed = 0; seed < 5; seed++) {
            choices.add(Replay.of(List.of(), old, 10, seed));
        }
        assertThat(choices).hasSize(5);
    }

    @Test
    void lessThanNoneCannotBeReplayed() {
        assertThatThrownBy(() -> Replay.of(List.of(), List.of(), -1, 1))
                .hasMessage("At least 0 old rows can be replayed, not -1");
    }
}
