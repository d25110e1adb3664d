package io.grasp.streams.decide;

import static io.grasp.streams.AClassification.aClassification;
import static io.grasp.streams.ALabel.aLabel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.events.AlertStatus;
import io.grasp.events.AtRiskAlert;
import io.grasp.events.ErasureRequest;
import io.grasp.events.LearnerState;
import io.grasp.streams.ACatalog;
import io.grasp.streams.AClassification;
import io.grasp.streams.AnInteraction;
import io.grasp.streams.TopologyHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecideStepTest {
    private static final Instant NOON = AnInteraction.NOON;
    private static final String ADD_ACROSS = "fractions.add-across";

    @TempDir
    private Path state;

    private TopologyHarness app;

    @BeforeEach
    void start() {
        app = new TopologyHarness(state);
        app.publishes(ACatalog.misconception(ADD_ACROSS, "Adding tops and bottoms"));
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Nested
    class State {
        @Test
        void isTheSameInWhateverOrderTheDayIsTold() {
            List<AClassification> day = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                AClassification written = aClassification()
                        .of("i-" + i)
                        .when(minute(i))
                        .at(List.of("novice", "intermediate", "advanced").get(i % 3))
                        .withLevelProbabilities(0.5 - 0.04 * i, 0.3, 0.2 + 0.04 * i);
                day.add(i % 4 == 0 ? written.showing(ADD_ACROSS) : written);
            }
            day.forEach(app::receives);
            LearnerState inOrder = latestState();

            List<AClassification> shuffled = new ArrayList<>(day);
            shuffled.addAll(day.subList(3, 9));
            Collections.shuffle(shuffled, new Random(7));
            shuffled.forEach(each -> app.receives(each.by("student-2")));
            LearnerState outOfOrder = latestState();

            assertThat(outOfOrder)
                    .usingRecursiveComparison()
                    .comparingOnlyFields(
                            "mastery",
                            "level",
                            "activeMisconceptions",
                            "overcomeMisconceptions",
                            "lastInteractionIds",
                            "updatedAt")
                    .isEqualTo(inOrder);
        }

        @Test
        void saysWhichMisconceptionWasOvercomeByWhat() {
            app.receives(aClassification().of("i-1").when(minute(1)).showing(ADD_ACROSS));
            app.receives(aClassification().of("i-2").when(minute(2)).at("advanced"));

            LearnerState state = latestState();
            assertThat(state.getActiveMisconceptions()).isEmpty();
            assertThat(state.getOvercomeMisconceptions()).singleElement().satisfies(overcome -> {
                assertThat(overcome.getMisconceptionId()).isEqualTo(ADD_ACROSS);
                assertThat(overcome.getClearedBy()).isEqualTo("i-2");
                assertThat(overcome.getOvercomeAt()).isEqualTo(minute(2));
            });
        }

        @Test
        void countsAClockInTheFutureAsWhenItWasClassified() {
            app.receives(aClassification()
                    .of("i-1")
                    .when(NOON.plus(Duration.ofDays(4000)))
                    .at("advanced")
                    .classifiedAt(NOON));
            app.receives(aClassification().of("i-2").when(minute(1)).at("novice"));

            assertThat(latestState().getLevel()).isEqualTo("novice");
        }

        @Test
        void followsEvenOnWhatIsOlderThanAllThatIsRemembered() {
            for (int i = 1; i <= 24; i++) {
                app.receives(aClassification().of("i-" + i).when(minute(i)));
            }
            LearnerState before = latestState();

            app.receives(aClassification().of("i-0").when(minute(0)).at("advanced"));

            assertThat(latestState()).isEqualTo(before);
        }

        @Test
        void saysByWhichRulesItWasComputed() {
            app.receives(aClassification());

            assertThat(latestState().getFormatVersion()).isEqualTo(2);
        }

        @Test
        void isErasedWithItsStudentAndWithNobodyElse() {
            app.receives(aClassification().by("ann"));
            app.receives(aClassification().by("ann").on("algebra").at("advanced"));
            app.receives(aClassification().by("anna"));
            app.learnerStateLog();

            app.receives(new ErasureRequest("ann", "office", null, NOON));

            assertThat(app.learnerStateLog())
                    .allSatisfy(entry -> assertThat(entry.value).isNull())
                    .extracting(entry -> entry.key)
                    .containsExactlyInAnyOrder("ann/fractions.addition", "ann/algebra");
            app.receives(aClassification().of("i-9").when(minute(9)).by("ann"));
            assertThat(latestState().getInteractions()).isEqualTo(1);
            app.receives(aClassification().of("i-9").when(minute(9)).by("anna"));
            assertThat(latestState().getInteractions()).isEqualTo(2);
        }
    }

    @Nested
    class Overriding {
        @Test
        void aTeachersLabelReplacesWhatTheModelFound() {
            app.receives(aClassification().at("advanced").withLevelProbabilities(0, 0, 1));
            double byModel = latestState().getMastery();

            app.receives(aLabel().level("novice"));
            LearnerState corrected = latestState();
            assertThat(corrected.getLevel()).isEqualTo("novice");
            assertThat(corrected.getMastery()).isLessThan(byModel);

            app.receives(aLabel().level("advanced").given(NOON.plusSeconds(120)));
            assertThat(latestState().getMastery()).isEqualTo(byModel, within(1e-12));
        }

        @Test
        void aMisconceptionThatATeacherDoesNotSeeIsNoLongerHeld() {
            app.receives(aClassification().showing(ADD_ACROSS));
            app.receives(aLabel().misconceptions());

            assertThat(latestState().getActiveMisconceptions()).isEmpty();
        }

        @Test
        void aLabelThatComesFirstHoldsWhenTheClassificationFollows() {
            app.receives(aLabel().level("novice").misconceptions());
            app.receives(aClassification().at("advanced").showing(ADD_ACROSS));

            LearnerState state = latestState();
            assertThat(state.getLevel()).isEqualTo("novice");
            assertThat(state.getActiveMisconceptions()).isEmpty();
            assertThat(app.feedback()).isEmpty();
        }

        @Test
        void nobodyIsToldAnythingBecauseOfALabel() {
            app.publishes(ACatalog.resource("r-basics", "novice").build());

            app.receives(aLabel().level("novice").misconceptions(ADD_ACROSS));

            assertThat(app.feedback()).isEmpty();
            assertThat(app.recommendations()).isEmpty();
            assertThat(app.alerts()).isEmpty();
        }

        @Test
        void anAlertThatRestedOnTheModelsErrorIsCleared() {
            for (int i = 1; i <= 3; i++) {
                app.receives(aClassification().of("i-" + i).when(minute(i)).showing(ADD_ACROSS));
            }
            assertThat(statuses(app.alerts())).containsExactly(AlertStatus.RAISED);

            for (int i = 1; i <= 3; i++) {
                app.receives(aLabel().of("i-" + i).misconceptions());
            }

            List<AtRiskAlert> alerts = app.alerts();
            assertThat(alerts.get(alerts.size() - 1)).satisfies(cleared -> {
                assertThat(cleared.getStatus()).isEqualTo(AlertStatus.CLEARED);
                assertThat(cleared.getClearedBy()).isEqualTo("A teacher's label of interaction i-3");
            });
        }
    }

    @Nested
    class Alerting {
        @Test
        void isRaisedOnceUpdatedAndClearedOnce() {
            for (int i = 1; i <= 4; i++) {
                app.receives(aClassification().of("i-" + i).when(minute(i)).showing(ADD_ACROSS));
            }
            app.receives(aClassification().of("i-5").when(minute(5)).at("advanced"));
            app.receives(aClassification().of("i-6").when(minute(6)).at("advanced"));

            List<AtRiskAlert> alerts = app.alerts();
            assertThat(statuses(alerts)).containsExactly(AlertStatus.RAISED, AlertStatus.UPDATED, AlertStatus.CLEARED);
            assertThat(alerts)
                    .extracting(AtRiskAlert::getAlertId)
                    .containsOnly(alerts.get(0).getAlertId());
            assertThat(alerts.get(0).getEvidence())
                    .containsExactly("'Adding tops and bottoms' was seen 3 times within 14 days, first on"
                            + " 2026-03-02 12:01 UTC, last on 2026-03-02 12:03 UTC");
            assertThat(alerts.get(2).getClearedBy()).isEqualTo("Interaction i-5");
        }

        @Test
        void aSecondRunOfConfusionIsAnotherAlert() {
            for (int i = 1; i <= 7; i++) {
                app.receives(aClassification().of("i-" + i).when(minute(i)).feeling(i == 4 ? "engaged" : "confused"));
            }

            List<AtRiskAlert> alerts = app.alerts();
            assertThat(statuses(alerts)).containsExactly(AlertStatus.RAISED, AlertStatus.CLEARED, AlertStatus.RAISED);
            assertThat(alerts.get(2).getAlertId()).isNotEqualTo(alerts.get(0).getAlertId());
        }

        @Test
        void anActiveStudentWhoFallsSilentIsMissedWhenOthersWriteOn() {
            for (int i = 1; i <= 5; i++) {
                app.receives(aClassification().of("i-" + i).by("ann").when(minute(i)));
            }
            app.receives(aClassification().by("bob").when(day(4)));
            assertThat(app.alerts()).isEmpty();

            app.receives(aClassification().of("i-2").by("bob").when(day(6)));
            app.receives(aClassification().of("i-3").by("bob").when(day(9)));
            assertThat(app.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getStudentId()).isEqualTo("ann");
                assertThat(alert.getRule()).isEqualTo("silence");
                assertThat(alert.getStatus()).isEqualTo(AlertStatus.RAISED);
                assertThat(alert.getLearningTopic()).isNull();
                assertThat(alert.getEvidenceInteractionIds()).containsExactly("i-1", "i-2", "i-3", "i-4", "i-5");
            });

            app.receives(aClassification().of("i-6").by("ann").when(day(9)));
            assertThat(statuses(app.alerts())).containsExactly(AlertStatus.CLEARED);
        }

        @Test
        void aClockInTheFutureMakesNobodySeemSilent() {
            for (int i = 1; i <= 5; i++) {
                app.receives(aClassification().of("i-" + i).by("ann").when(minute(i)));
            }
            app.receives(aClassification().by("bob").when(day(4000)).classifiedAt(minute(6)));

            assertThat(app.alerts()).isEmpty();
        }
    }

    @Nested
    class Recommending {
        @Test
        void whatIsInAnotherLanguageIsLeftOut() {
            app.publishes(ACatalog.resource("r-de", "novice").in("de").build());
            app.publishes(ACatalog.resource("r-en", "novice").in("en-GB").build());

            app.receives(aClassification().in("en-US"));

            assertThat(recommended()).containsExactly("r-en");
        }

        @Test
        void prerequisitesComeWhenMasteryIsLowEvenIfTheCatalogGoesInCircles() {
            app.publishes(
                    ACatalog.resource("r-next", "novice").after("r-before").build());
            app.publishes(ACatalog.resource("r-before", "intermediate")
                    .on("fractions.basics")
                    .after("r-next")
                    .build());

            app.receives(aClassification().withLevelProbabilities(1, 0, 0));

            assertThat(app.recommendations())
                    .singleElement()
                    .satisfies(recommendation -> assertThat(recommendation.getResources())
                            .anySatisfy(before -> {
                                assertThat(before.getResourceId()).isEqualTo("r-before");
                                assertThat(before.getReason())
                                        .isEqualTo("comes before 'Title of r-next', and mastery is low (20 %)");
                            }));
        }

        @Test
        void withMasteryThereIsNoNeedOfWhatComesBefore() {
            app.publishes(
                    ACatalog.resource("r-next", "advanced").after("r-before").build());
            app.publishes(ACatalog.resource("r-before", "novice").build());

            app.receives(aClassification().at("advanced").withLevelProbabilities(0, 0, 1));

            assertThat(recommended()).containsExactly("r-next");
        }

        @Test
        void aResourceThatNamesAnUnknownMisconceptionIsRecommendedForItsLevel() {
            app.publishes(
                    ACatalog.resource("r", "novice").addressing("nobody.knows").build());

            app.receives(aClassification());

            assertThat(recommended()).containsExactly("r");
        }

        @Test
        void whatALearnerGainedAfterwardsSpeaksForTheResourceWithOthers() {
            app.publishes(ACatalog.resource("r", "novice").build());
            app.receives(aClassification().of("i-1").by("ann").when(minute(1)).withLevelProbabilities(1, 0, 0));
            app.receives(aClassification().of("i-2").by("ann").when(minute(2)).withLevelProbabilities(0, 0, 1));
            app.receives(aClassification().of("i-3").by("ann").when(minute(3)).withLevelProbabilities(0, 0, 1));
            app.recommendations();

            app.receives(aClassification().of("i-4").by("bob").when(minute(4)));

            assertThat(app.recommendations()).singleElement().satisfies(recommendation -> {
                assertThat(recommendation.getReason())
                        .isEqualTo(
                                "made for the level novice; after it, learners gained 74 % of what they lacked (1 so far)");
                assertThat(recommendation.getResources().get(0).getOutcomes()).isEqualTo(1);
            });
        }

        @Test
        void aReplayRecommendsTheSameInTheSameOrder(@TempDir Path again) {
            List<String> first = aDayOfRecommendations(app);
            try (TopologyHarness replay = new TopologyHarness(again)) {
                assertThat(aDayOfRecommendations(replay)).isEqualTo(first);
            }
        }

        private List<String> aDayOfRecommendations(TopologyHarness on) {
            for (String id : List.of("r-1", "r-2", "r-3", "r-4", "r-5", "r-6")) {
                on.publishes(ACatalog.resource(id, "novice").build());
            }
            for (int i = 0; i < 20; i++) {
                on.receives(aClassification()
                        .of("i-" + i)
                        .by("student-" + i % 4)
                        .when(minute(i))
                        .withLevelProbabilities(1 - i / 20.0, 0, i / 20.0));
            }
            return on.recommendations().stream()
                    .map(each -> each.getSeed() + " " + each.getResources())
                    .toList();
        }

        private List<String> recommended() {
            return app.recommendations().stream()
                    .flatMap(recommendation -> recommendation.getResources().stream())
                    .map(resource -> resource.getResourceId())
                    .toList();
        }
    }

    @Nested
    class Correcting {
        @Test
        void whatWordsAloneSayMovesTheStateAndTriggersNothing() {
            app.publishes(ACatalog.resource("r-basics", "novice").build());
            for (int i = 1; i <= 3; i++) {
                app.receives(aClassification()
                        .of("i-" + i)
                        .when(minute(i))
                        .degraded()
                        .showing(ADD_ACROSS));
            }

            assertThat(latestState()).satisfies(state -> {
                assertThat(state.getLevel()).isEqualTo("novice");
                assertThat(state.getActiveMisconceptions()).hasSize(1);
            });
            assertThat(app.feedback()).isEmpty();
            assertThat(app.recommendations()).isEmpty();
            assertThat(app.alerts()).isEmpty();
        }

        @Test
        void theCorrectionIsFollowedAsAnyClassificationIs() {
            app.publishes(ACatalog.resource("r-basics", "novice").build());
            app.receives(aClassification().degraded().showing(ADD_ACROSS));

            app.receives(aClassification().correcting().showing(ADD_ACROSS));

            assertThat(app.feedback()).hasSize(1);
            assertThat(app.recommendations()).hasSize(1);
            assertThat(latestState().getInteractions()).isEqualTo(1);
        }

        @Test
        void theSameEventsAgainChangeNothing() {
            app.receives(aClassification().degraded().showing(ADD_ACROSS));
            app.receives(aClassification().correcting().showing(ADD_ACROSS));
            app.feedback();
            app.learnerStates();

            app.receives(aClassification().correcting().showing(ADD_ACROSS));
            app.receives(aClassification().degraded().at("advanced"));

            assertThat(app.feedback()).isEmpty();
            assertThat(app.learnerStates()).isEmpty();
        }

        @Test
        void aTeacherHasTheLastWordBeforeAndAfterTheCorrection() {
            app.receives(aClassification().degraded().at("intermediate").showing(ADD_ACROSS));
            app.receives(aLabel().level("novice").misconceptions());
            assertThat(latestState().getLevel()).isEqualTo("novice");

            app.receives(aClassification().correcting().at("advanced").showing(ADD_ACROSS));

            LearnerState state = latestState();
            assertThat(state.getLevel()).isEqualTo("novice");
            assertThat(state.getActiveMisconceptions()).isEmpty();
            assertThat(app.feedback()).isEmpty();
        }

        @Test
        void anyOrderOfDegradedAnswersAndCorrectionsEndsInTheStateOfTheWholeModelAlone() {
            for (int i = 0; i < 14; i++) {
                app.receives(written(i, i, i % 4 == 0));
            }
            LearnerState alone = latestState();

            Random random = new Random(20261127);
            for (int student = 2; student < 60; student++) {
                List<AClassification> day = new ArrayList<>();
                for (int i = 0; i < 14; i++) {
                    day.add(written(i, i, i % 4 == 0).correcting());
                    if (random.nextBoolean()) {
                        day.add(written(i, 13 - i, i % 3 == 0).degraded());
                    }
                    if (random.nextInt(4) == 0) {
                        day.add(written(i, i, i % 4 == 0).correcting());
                    }
                }
                Collections.shuffle(day, random);
                for (AClassification each : day) {
                    app.receives(each.by("student-" + student));
                }

                assertThat(latestState())
                        .usingRecursiveComparison()
                        .comparingOnlyFields(
                                "mastery",
                                "level",
                                "activeMisconceptions",
                                "overcomeMisconceptions",
                                "lastInteractionIds",
                                "updatedAt",
                                "interactions")
                        .isEqualTo(alone);
            }
        }

        @Test
        void whatIsTriggeredInTheEndIsWhatWouldHaveBeenTriggeredWithoutOverload(@TempDir Path otherState) {
            try (TopologyHarness calm = new TopologyHarness(otherState)) {
                calm.publishes(ACatalog.misconception(ADD_ACROSS, "Adding tops and bottoms"));
                for (String level : List.of("novice", "intermediate", "advanced")) {
                    app.publishes(ACatalog.resource("r-" + level, level).build());
                    calm.publishes(ACatalog.resource("r-" + level, level).build());
                }
                for (int i = 0; i < 10; i++) {
                    calm.receives(written(i, i, i < 4));
                    app.receives(written(i, 13 - i, i % 3 == 0).degraded());
                }
                for (int i = 0; i < 10; i++) {
                    app.receives(written(i, i, i < 4).correcting());
                }

                assertThat(app.feedback()).isNotEmpty().isEqualTo(calm.feedback());
                assertThat(app.recommendations()).isNotEmpty().isEqualTo(calm.recommendations());
                assertThat(app.alerts()).isNotEmpty().isEqualTo(calm.alerts());
            }
        }

        private AClassification written(int i, int strength, boolean showsMisconception) {
            AClassification written = aClassification()
                    .of("i-" + i)
                    .when(minute(i))
                    .at(List.of("novice", "intermediate", "advanced").get(strength % 3))
                    .withLevelProbabilities(0.5 - 0.03 * strength, 0.3, 0.2 + 0.03 * strength);
            return showsMisconception ? written.showing(ADD_ACROSS) : written;
        }
    }

    private LearnerState latestState() {
        List<LearnerState> states = app.learnerStates();
        return states.get(states.size() - 1);
    }

    private static List<AlertStatus> statuses(List<AtRiskAlert> alerts) {
        return alerts.stream().map(AtRiskAlert::getStatus).toList();
    }

    private static Instant minute(int minute) {
        return NOON.plusSeconds(60L * minute);
    }

    private static Instant day(int day) {
        return NOON.plus(Duration.ofDays(day));
    }
}
