package io.grasp.quickstart.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.AlertStatus;
import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineWordsTest {
    private static String told(Anna anna, boolean withText) {
        List<Entry> entries = new TimelineWords(Anna.NAMES, ZoneOffset.UTC, withText).of(Timeline.of(anna.records()));
        return new TimelinePage(ZoneOffset.UTC, 100).of(entries);
    }

    private static String told(Anna anna) {
        return told(anna, false);
    }

    /** As told, but for line breaks. */
    private static String unwrapped(Anna anna) {
        return told(anna).replaceAll("\\s+", " ");
    }

    @Test
    void anAnswerIsToldWithAllThatFollowedFromIt() {
        Anna anna = new Anna()
                .wrote(1)
                .classified(Anna.classification(
                        1, Anna.level("novice", 0.72, false), Anna.misconceptions(List.of(Anna.GAP_THINKING), 0.61)))
                .stands(Anna.state(1)
                        .setLevel("novice")
                        .setMastery(0.31)
                        .setActiveMisconceptions(List.of(Anna.gapThinking(1))))
                .gets(Anna.feedbackOn(1))
                .gets(Anna.recommendationOn(1))
                .alerts(Anna.alert(1))
                .isAskedFor(1, "The model was unsure of the level")
                .labeled(Anna.label(1, "intermediate", List.of(Anna.GAP_THINKING)));

        assertThat(told(anna)).isEqualTo("""

                Monday, 2 March 2026
                ────────────────────
                08:01  Answer, fractions.addition
                       asked        Which is bigger, 2/3 or 3/4?
                       found        level novice (72%); misconception “Gap thinking” (61%); by model v000001
                       state        level novice; mastery 31%; active: “Gap thinking”
                       feedback     on “Gap thinking” (61%): Draw both bars.
                                    with “Cut the bar”
                       recommended  1. “Cut the bar” (worked example, score 3.5): made for the level novice
                       alert        raised, warning: repeated misconception
                                    'Gap thinking' was found 3 times within a day.
                                    What would clear it: Two answers without it.
                       label asked  2 Mar 08:02: The model was unsure of the level. For: comprehension.
                       teacher      level intermediate, where the model found novice; misconception “Gap thinking”,
                                    as the model found; by teacher-7, 2 Mar 09:01
                """);
    }

    @Test
    void whatWordsAloneSaidIsToldWithItsCorrectionAndOnlyThatIsComparedWithALabel() {
        Classification hasty = Anna.classification(1, Anna.level("advanced", 0.4, false));
        Classification correction = Anna.classification(1, Anna.level("novice", 0.72, false));
        Anna anna = new Anna()
                .wrote(1)
                .classified(Classification.newBuilder(hasty)
                        .setDecidedBy(DecisionPath.DEGRADED)
                        .build())
                .classified(
                        Classification.newBuilder(correction).setCorrects(true).build())
                .labeled(Anna.label(1, "novice", List.of()));

        assertThat(unwrapped(anna))
                .contains(
                        "level advanced (40%); by model v000001, by its words alone, since too much waited",
                        "level novice (72%); by model v000001, which corrects that",
                        "level novice, as the model found");
    }

    @Test
    void howAStateMovedIsTold() {
        Anna anna = new Anna()
                .wrote(1)
                .wrote(2)
                .wrote(3)
                .stands(Anna.state(1)
                        .setLevel("novice")
                        .setMastery(0.31)
                        .setActiveMisconceptions(List.of(Anna.gapThinking(1))))
                .stands(Anna.state(2)
                        .setLevel("novice")
                        .setMastery(0.2)
                        .setActiveMisconceptions(List.of(Anna.gapThinking(2))))
                .stands(Anna.state(3).setLevel("advanced").setMastery(0.55));

        assertThat(unwrapped(anna))
                .contains(
                        "level stays novice; mastery 31% → 20%; active: “Gap thinking” again (seen 2 times since 2 Mar 08:01)",
                        "level novice → advanced; mastery 20% → 55%; overcome: “Gap thinking” (seen 2 times since 2 Mar 08:01)");
    }

    @Test
    void whatIsCompactedAwayIsSaidToBeAndNotGuessed() {
        Anna anna = new Anna()
                .classified(Anna.classification(1, Anna.level("novice", 0.7, false)))
                .classified(Anna.classification(3, Anna.level("advanced", 0.7, false)))
                .stands(Anna.state(3).setLevel("advanced").setMastery(0.55));

        assertThat(told(anna))
                .contains(
                        "compacted away: learner-state keeps the latest only",
                        "level advanced; mastery 55%; what it was before is compacted away")
                .doesNotContain("→");
    }

    @Test
    void anInteractionThatStateHasPassedWithoutItIsToldNotToHaveMovedIt() {
        Anna anna = new Anna()
                .classified(Anna.classification(1, Anna.level("novice", 0.7, false)))
                .classified(Anna.classification(5, Anna.level("novice", 0.7, false)))
                .stands(Anna.state(1).setLastInteractionIds(List.of("i-0")).setUpdatedAt(Anna.minute(3)));

        assertThat(told(anna)).containsSubsequence("not moved by it", "nothing known of it yet");
    }

    @Test
    void whatATeachersLabelCorrectedIsTold() {
        Anna anna = new Anna()
                .classified(Anna.classification(1, Anna.level("novice", 0.7, false)))
                .stands(Anna.state(1)
                        .setLevel("novice")
                        .setMastery(0.3)
                        .setFormatVersion(2)
                        .setActiveMisconceptions(List.of(Anna.gapThinking(1))))
                .labeled(Anna.label(1, "advanced", List.of()))
                .standsCorrected(
                        Anna.state(1).setLevel("advanced").setMastery(0.6).setFormatVersion(2),
                        Anna.label(1, "advanced", List.of()).getLabeledAt());

        assertThat(unwrapped(anna))
                .contains("corrected level novice → advanced; mastery 30% → 60%;"
                        + " no longer found: “Gap thinking” (seen on 2 Mar 08:01)");
    }

    @Test
    void aChangedTrendOfEngagementIsTold() {
        Anna anna = new Anna()
                .wrote(1)
                .wrote(2)
                .wrote(3)
                .stands(Anna.state(1))
                .stands(Anna.state(2).setEngagementTrend("FALLING"))
                .stands(Anna.state(3).setEngagementTrend("FALLING"));

        assertThat(told(anna)).containsOnlyOnce("engagement falling");
    }

    @Test
    void anAbstentionIsToldWithTheBestGuess() {
        Anna anna = new Anna()
                .classified(Anna.classification(
                        1, Anna.level("intermediate", 0.41, true), Anna.misconceptions(List.of(), 0.1)));

        assertThat(told(anna)).contains("level unsure (best guess intermediate, 41%); misconception none found (90%)");
    }

    @Test
    void whatTheModelCouldNotKnowIsToldToHaveBeenLeftOut() {
        Anna anna = new Anna()
                .classified(io.grasp.events.Classification.newBuilder(
                                Anna.classification(1, Anna.misconceptions(List.of(Anna.GAP_THINKING), 0.6)))
                        .setLearningTopic("physics.forces")
                        .build());

        assertThat(unwrapped(anna)).contains("“Gap thinking” (60%), left out: it belongs to another learning topic");
    }

    @Test
    void whatTheStudentWroteIsToldOnlyWhenAskedFor() {
        Anna anna = new Anna().wrote(1);

        assertThat(told(anna, false)).doesNotContain("same. one bit off each");
        assertThat(told(anna, true)).contains("wrote        “same. one bit off each”");
    }

    @Test
    void whatIsToBeErasedIsNotShownEvenWhenAskedFor() {
        Anna anna = new Anna().wrote(1).asksForErasure(2).wrote(3);

        assertThat(told(anna, true))
                .containsOnlyOnce("same. one bit off each")
                .contains("(not shown: erasure was asked for)", "Erasure asked for", "the school: left");
    }

    @Test
    void textsThatWereOnlyLabelledAreCounted() {
        Anna anna = new Anna()
                .labeled(Anna.label(1, "novice", List.of()))
                .labeled(Anna.label(2, "novice", List.of()))
                .wrote(3);

        assertThat(told(anna))
                .contains("2 texts labelled by hand, and not classified", "fractions.addition: 2")
                .containsOnlyOnce("asked");
    }

    @Test
    void theCollapsedTextsTellTheStateThatTheLastOfThemLeft() {
        Anna anna = new Anna()
                .labeled(Anna.label(2, "novice", List.of()))
                .labeled(Anna.label(1, "novice", List.of()))
                .standsCorrected(
                        Anna.state(1).setLastInteractionIds(List.of("i-2")).setMastery(0.3), Anna.minute(9))
                .standsCorrected(Anna.state(2).setMastery(0.2), Anna.minute(9));

        assertThat(told(anna)).contains("fractions.addition: 2; state since: mastery 20%");
    }

    @Test
    void anIdInAReasonIsToldByItsName() {
        Anna anna = new Anna().wrote(1).isAskedFor(1, "Advanced, and yet " + Anna.GAP_THINKING);

        assertThat(told(anna)).contains("Advanced, and yet “Gap thinking”. For: comprehension.");
    }

    @Test
    void aClearedAlertTellsWhatClearedIt() {
        Anna anna =
                new Anna().alerts(Anna.alert(1).setStatus(AlertStatus.CLEARED).setClearedBy("two answers without it"));

        assertThat(told(anna))
                .contains("alert        cleared, warning: repeated misconception", "What cleared it: Two");
    }

    @Test
    void noTextOfAnyEventCommandsTheTerminal() {
        Anna anna = new Anna().alerts(Anna.alert(1).setRule("bell\u0007").setEvidence(List.of("\u001b[2Jgone")));

        assertThat(told(anna)).doesNotContain("\u001b", "\u0007");
    }
}
