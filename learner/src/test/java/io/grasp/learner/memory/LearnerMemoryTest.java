package io.grasp.learner.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.learner.knowledge.Correctness;
import io.grasp.learner.knowledge.KnowledgeParameters;
import io.grasp.learner.knowledge.KnowledgeTracing;
import io.grasp.learner.progress.LearnerProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LearnerMemoryTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Property
    void anyOrderAndRepetitionOfAStudentsEventsEndsInTheSameState(
            @ForAll("events") List<Observation> events, @ForAll long seed) {
        List<Observation> otherwise = new ArrayList<>(events);
        Random random = new Random(seed);
        for (int repeated = random.nextInt(events.size() + 1); repeated > 0; repeated--) {
            otherwise.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(otherwise, random);

        LearnerMemory memory = remembered(events);
        LearnerMemory other = remembered(otherwise);

        assertThat(other).isEqualTo(memory);
        assertThat(progress(other)).isEqualTo(progress(memory));
        assertThat(MemoryFormat.write(other)).isEqualTo(MemoryFormat.write(memory));
    }

    @Property
    void whatIsRestoredIsWhatWasKept(@ForAll("events") List<Observation> events) {
        LearnerMemory memory = remembered(events);

        assertThat(MemoryFormat.read(MemoryFormat.write(memory))).isEqualTo(memory);
    }

    @Property
    void onlyTheLatestWrittenAreKept(@ForAll("events") List<Observation> events) {
        List<Instant> latest = events.stream()
                .map(Observation::interactionId)
                .distinct()
                .map(id -> remembered(events.stream()
                                .filter(event -> event.interactionId().equals(id))
                                .toList())
                        .newest()
                        .at())
                .sorted(Collections.reverseOrder())
                .limit(LearnerMemory.CAPACITY)
                .sorted()
                .toList();

        assertThat(remembered(events).observations())
                .extracting(Observation::at)
                .containsExactlyElementsOf(latest);
    }

    @Property
    void whatWasGlancedAtFirstEndsInTheStateOfWhatWasFoundInAnyOrder(
            @ForAll("events") List<Observation> events, @ForAll("events") List<Observation> others, @ForAll long seed) {
        Random random = new Random(seed);
        List<Observation> withGlances = new ArrayList<>(events);
        List<Shown> glances = others.stream().map(Observation::shown).toList();
        for (Observation event : events) {
            if (event.classified() != null && random.nextBoolean()) {
                Observation glance = Observation.glanced(
                        event.interactionId(), event.at(), glances.get(random.nextInt(glances.size())));
                withGlances.add(glance);
                withGlances.add(glance);
            }
        }
        Collections.shuffle(withGlances, random);

        LearnerMemory memory = remembered(withGlances);

        assertThat(memory).isEqualTo(remembered(events));
        assertThat(MemoryFormat.write(memory)).isEqualTo(MemoryFormat.write(remembered(events)));
    }

    @Property
    void whatIsProvisionalIsRestoredAsSuch(@ForAll("events") List<Observation> events) {
        LearnerMemory memory = remembered(events.stream()
                .map(event -> event.classified() == null
                        ? event
                        : Observation.glanced(event.interactionId(), event.at(), event.classified()))
                .toList());

        assertThat(MemoryFormat.read(MemoryFormat.write(memory))).isEqualTo(memory);
    }

    @Test
    void whatIsSettledIsWhatTheWholeModelFoundOrATeacherSaid() {
        LearnerMemory memory = remembered(List.of(
                Observation.classified("found", NOON, level("novice")),
                Observation.glanced("glanced", NOON, level("novice")),
                Observation.glanced("labelled", NOON, level("novice")),
                Observation.labelled("labelled", NOON, level("advanced"), NOON)));

        assertThat(memory.settled())
                .isEqualTo(remembered(List.of(
                        Observation.classified("found", NOON, level("novice")),
                        Observation.labelled("labelled", NOON, level("advanced"), NOON))));
    }

    @Test
    void aTeacherHasTheLastWordOnWhatSheLabelled() {
        LearnerMemory memory = remembered(List.of(
                Observation.classified("a", NOON, new Shown(new Correctness(0.9), "advanced", "bored", List.of("x"))),
                Observation.labelled("a", NOON, new Shown(Correctness.WRONG, "novice", null, List.of()), NOON)));

        assertThat(memory.newest().shown()).isEqualTo(new Shown(Correctness.WRONG, "novice", "bored", List.of()));
    }

    @Test
    void aLaterLabelReplacesAnEarlierOneWhicheverComesFirst() {
        Observation earlier = Observation.labelled("a", NOON, level("novice"), NOON);
        Observation later = Observation.labelled("a", NOON, level("advanced"), NOON.plusSeconds(1));

        assertThat(remembered(List.of(earlier, later)))
                .isEqualTo(remembered(List.of(later, earlier)))
                .extracting(memory -> memory.newest().shown().level())
                .isEqualTo("advanced");
    }

    @Test
    void whatSaysNothingNewGivesTheSameMemory() {
        Observation observation = Observation.classified("a", NOON, level("novice"));
        LearnerMemory memory = LearnerMemory.EMPTY.with(observation);

        assertThat(memory.with(observation)).isSameAs(memory);
    }

    @Test
    void aFullMemoryOfInteractionsWithUuidsTakesLessThanSevenHundredBytes() {
        Random random = new Random(1);
        List<Observation> events = new ArrayList<>();
        for (int i = 0; i < LearnerMemory.CAPACITY; i++) {
            events.add(Observation.classified(
                    new UUID(random.nextLong(), random.nextLong()).toString(),
                    NOON.plusSeconds(3600L * 24 * i),
                    new Shown(
                            new Correctness(random.nextDouble()),
                            "intermediate",
                            "engaged",
                            List.of("fractions.add-across"))));
        }

        assertThat(MemoryFormat.write(remembered(events))).hasSizeBetween(600, 800);
    }

    /** Golden: version 1 is read for ever. */
    @Test
    void versionOneIsReadAsItWasWritten() {
        LearnerMemory memory = remembered(List.of(
                Observation.classified(
                        "i-1", NOON, new Shown(new Correctness(0.25), "novice", "confused", List.of("m-1"))),
                new Observation(
                        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                        NOON.plusSeconds(60),
                        new Shown(new Correctness(1), "advanced", null, List.of()),
                        false,
                        new Labelled(new Shown(Correctness.WRONG, "novice", null, null), NOON.plusSeconds(120)))));
        String golden =
                "01040c6e6f7669636510636f6e6675736564066d2d3110616476616e636564020206692d318098dbe695670f3e80000000010102073f2504e04f8941d39a0c0305e82c3301c0a9070b3f800000030080ebe9e69567030000000000";

        assertThat(HexFormat.of().formatHex(MemoryFormat.write(memory))).isEqualTo(golden);
        assertThat(MemoryFormat.read(HexFormat.of().parseHex(golden))).isEqualTo(memory);
    }

    /** Golden: so is version 2, which is written where something is provisional. */
    @Test
    void versionTwoIsReadAsItWasWritten() {
        LearnerMemory memory = remembered(List.of(
                Observation.glanced("i-1", NOON, level("novice")),
                Observation.labelled("i-1", NOON, level("advanced"), NOON.plusSeconds(120))));
        String golden = "02020c6e6f7669636510616476616e636564010e06692d318098dbe69567020080ebe9e695670201";

        assertThat(HexFormat.of().formatHex(MemoryFormat.write(memory))).isEqualTo(golden);
        assertThat(MemoryFormat.read(HexFormat.of().parseHex(golden))).isEqualTo(memory);
    }

    @Test
    void idsMayBeLongAndOfAnyCharacters() {
        LearnerMemory memory = remembered(List.of(
                Observation.classified("ü\uD800" + "x".repeat(100_000), NOON, level("fortgeschritten – \u4e2d")),
                Observation.classified("", NOON, level(""))));

        assertThat(MemoryFormat.read(MemoryFormat.write(memory))).isEqualTo(memory);
    }

    @Test
    void aNewerVersionIsRefusedByItsNumber() {
        assertThatThrownBy(() -> MemoryFormat.read(new byte[] {9, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format version 9")
                .hasMessageContaining("run the newer one");
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = MemoryFormat.write(remembered(List.of(Observation.classified("a", NOON, level("novice")))));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> MemoryFormat.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static LearnerMemory remembered(List<Observation> events) {
        LearnerMemory memory = LearnerMemory.EMPTY;
        for (Observation event : events) {
            memory = memory.with(event);
        }
        return memory;
    }

    private static LearnerProgress progress(LearnerMemory memory) {
        return LearnerProgress.of(memory, new KnowledgeTracing(KnowledgeParameters.USUAL));
    }

    private static Shown level(String level) {
        return new Shown(null, level, null, null);
    }

    /** Up to 60 interactions, classified, labelled or both, some written at the same instant. */
    @Provide
    Arbitrary<List<Observation>> events() {
        Arbitrary<Shown> shown = Combinators.combine(
                        Arbitraries.doubles()
                                .between(0, 1)
                                .map(Correctness::new)
                                .injectNull(0.1),
                        Arbitraries.of("novice", "intermediate", "advanced").injectNull(0.2),
                        Arbitraries.of("engaged", "bored", "confused").injectNull(0.3),
                        Arbitraries.of("m-1", "m-2", "m-3")
                                .set()
                                .ofMaxSize(2)
                                .map(List::copyOf)
                                .injectNull(0.2))
                .as(Shown::new);
        Arbitrary<Observation> event = Combinators.combine(
                        Arbitraries.integers().between(0, 59),
                        shown,
                        shown,
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(true, false))
                .as((number, byModel, byTeacher, labelledAfter, isLabel) -> isLabel
                        ? Observation.labelled("i-" + number, when(number), byTeacher, NOON.plusSeconds(labelledAfter))
                        : Observation.classified("i-" + number, when(number), byModel));
        return event.list().ofMinSize(1).ofMaxSize(120).map(LearnerMemoryTest::oneClassificationEach);
    }

    private static Instant when(int number) {
        return NOON.plusSeconds(number / 2);
    }

    /** An interaction is classified once; that the same record comes again is what the property adds. */
    private static List<Observation> oneClassificationEach(List<Observation> events) {
        List<Observation> kept = new ArrayList<>();
        List<String> classified = new ArrayList<>();
        for (Observation event : events) {
            if (event.classified() == null || !classified.contains(event.interactionId())) {
                kept.add(event);
            }
            if (event.classified() != null) {
                classified.add(event.interactionId());
            }
        }
        return kept;
    }
}
