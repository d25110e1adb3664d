package io.grasp.learner.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.learner.knowledge.Correctness;
import io.grasp.learner.memory.ALearner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final ProgressRule FALLING =
            new FallingMasteryRule("falling-mastery", Severity.WARNING, Duration.ofDays(7), 0.25);
    private static final ProgressRule REPEATED =
            new RepeatedMisconceptionRule("repeated", Severity.WARNING, Duration.ofDays(14), 3);
    private static final ProgressRule CONFUSED = new EngagementRunRule(
            "confusion", Severity.WARNING, Set.of("confused", "frustrated"), Duration.ofDays(3), 3);
    private static final ProgressRule DISENGAGED =
            new DisengagementRule("disengagement", Severity.INFO, Set.of("bored"), 4, 0.5);
    private static final SilenceRule SILENT =
            new SilenceRule("silence", Severity.URGENT, 3, Duration.ofDays(14), Duration.ofDays(5));

    @Test
    void masteryThatFellFromItsHighestIsFoundWithNumbersAndInteractions() {
        ALearner learner =
                new ALearner().wrote(Correctness.RIGHT).wrote(Correctness.RIGHT).wrote(Correctness.WRONG);

        assertThat(newly(FALLING, learner)).singleElement().satisfies(finding -> {
            assertThat(finding.evidence())
                    .containsExactly(
                            "Mastery fell from 86 % (2026-03-02 13:00 UTC) to 55 %, by 25 points or more within"
                                    + " 7 days");
            assertThat(finding.interactionIds()).containsExactly("i-1", "i-2");
            assertThat(finding.clearedBy()).isEqualTo("Mastery of at least 73 %");
        });
    }

    @Test
    void aFallThatIsOlderThanTheWindowIsNotFound() {
        ALearner learner = new ALearner()
                .wrote(Correctness.RIGHT)
                .wrote(Correctness.RIGHT)
                .afterwards(Duration.ofDays(8))
                .wrote(Correctness.WRONG);

        assertThat(newly(FALLING, learner)).isEmpty();
    }

    @Test
    void aSmallRiseDoesNotClearAnOpenAlertButHalfOfTheDropDoes() {
        ALearner learner =
                new ALearner().wrote(Correctness.RIGHT).wrote(Correctness.RIGHT).wrote(Correctness.WRONG);
        learner.wrote(new Correctness(0.55));
        assertThat(whileOpen(FALLING, learner)).isNotEmpty();

        learner.wrote(Correctness.RIGHT);
        assertThat(whileOpen(FALLING, learner)).isEmpty();
    }

    @Test
    void oneMisconceptionSeenOftenEnoughIsFoundByItsName() {
        ALearner learner = new ALearner().showing("x").showing("y").showing("x").showing("x");

        assertThat(newly(REPEATED, learner)).singleElement().satisfies(finding -> {
            assertThat(finding.about()).isEqualTo("x");
            assertThat(finding.evidence())
                    .containsExactly("'The name of x' was seen 3 times within 14 days, first on 2026-03-02 12:00 UTC,"
                            + " last on 2026-03-02 15:00 UTC");
            assertThat(finding.interactionIds()).containsExactly("i-0", "i-2", "i-3");
        });
    }

    @Test
    void anOvercomeMisconceptionIsNoLongerFound() {
        ALearner learner = new ALearner().showing("x").showing("x").showing("x").at("advanced");

        assertThat(whileOpen(REPEATED, learner)).isEmpty();
    }

    @Test
    void anOpenAlertStaysWhileTheMisconceptionIsHeldAndWasSeenWithinTheWindow() {
        ALearner learner = new ALearner().showing("x").showing("x").showing("x");
        assertThat(whileOpen(REPEATED, learner.afterwards(Duration.ofDays(13)).at("novice")))
                .isNotEmpty();
        assertThat(whileOpen(REPEATED, learner.afterwards(Duration.ofDays(14)).at("novice")))
                .isEmpty();
    }

    @Test
    void aTeacherWhoTakesAFindingBackTakesItFromTheCount() {
        ALearner learner = new ALearner().showing("x").showing("x").showing("x").butTheTeacherSees("novice");

        assertThat(newly(REPEATED, learner)).isEmpty();
    }

    @Test
    void aRunOfConfusionIsFoundUntilOneInteractionIsOtherwise() {
        ALearner learner = new ALearner().feeling("engaged", "confused", "frustrated");
        assertThat(newly(CONFUSED, learner)).isEmpty();

        learner.undecided().feeling("confused");
        assertThat(newly(CONFUSED, learner))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsExactly(
                                "The last 3 interactions were confused or frustrated, since 2026-03-02 13:00 UTC"));

        assertThat(whileOpen(CONFUSED, learner.feeling("neutral"))).isEmpty();
    }

    @Test
    void disengagementIsAShareOfTheLastInteractions() {
        assertThat(newly(DISENGAGED, new ALearner().feeling("bored", "bored", "bored")))
                .isEmpty();
        assertThat(newly(DISENGAGED, new ALearner().feeling("bored", "neutral", "bored", "engaged")))
                .isNotEmpty();
        assertThat(newly(DISENGAGED, new ALearner().feeling("bored", "neutral", "neutral", "engaged")))
                .isEmpty();
        assertThat(whileOpen(DISENGAGED, new ALearner().feeling("bored", "neutral", "neutral", "engaged")))
                .isEmpty();
    }

    @Test
    void anActiveStudentWhoWritesNothingIsFoundAfterTheSilence() {
        List<Instant> active = days(0, 1, 2);

        assertThat(SILENT.finding(active, NOON.plus(Duration.ofDays(6)))).isEmpty();
        assertThat(SILENT.finding(active, NOON.plus(Duration.ofDays(7))))
                .get()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsExactly(
                                "3 interactions within 14 days up to 2026-03-04 12:00 UTC, then none for 5 days"));
    }

    @Test
    void whoWroteSeldomIsNotMissed() {
        assertThat(SILENT.finding(days(0, 10, 20), NOON.plus(Duration.ofDays(40))))
                .isEmpty();
        assertThat(SILENT.finding(days(0, 1), NOON.plus(Duration.ofDays(40)))).isEmpty();
    }

    private static List<Instant> days(int... days) {
        return IntStream.of(days)
                .mapToObj(day -> NOON.plus(Duration.ofDays(day)))
                .toList();
    }

    private static List<Finding> newly(ProgressRule rule, ALearner learner) {
        return rule.findings(learner.progress(), about -> false, id -> "The name of " + id);
    }

    private static List<Finding> whileOpen(ProgressRule rule, ALearner learner) {
        return rule.findings(learner.progress(), about -> true, id -> "The name of " + id);
    }
}
