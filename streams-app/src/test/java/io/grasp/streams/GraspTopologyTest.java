package io.grasp.streams;

import static io.grasp.streams.AClassification.aClassification;
import static io.grasp.streams.AnInteraction.anInteraction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.events.Classification;
import io.grasp.events.InteractionKind;
import io.grasp.events.LabelProbability;
import io.grasp.events.TaskDecision;
import io.grasp.model.ModelInput;
import io.grasp.model.TaskPrediction;
import io.grasp.model.TinyModel;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Stage;
import io.grasp.streams.serving.TestModels;
import io.grasp.streams.serving.TestModels.Gated;
import io.grasp.streams.serving.TestModels.PoisonedBy;
import io.grasp.streams.serving.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraspTopologyTest {
    @TempDir
    Path scratch;

    private TopologyHarness app;

    @BeforeEach
    void start() {
        app = new TopologyHarness(scratch.resolve("state"));
    }

    @AfterEach
    void stop() {
        app.close();
    }

    /** Step names become state on the broker, so a change here must be meant: see README, "Changing things". */
    @Test
    void theTopologyIsTheOneThatWasReviewed() throws IOException {
        String topology = app.topology(256).describe().toString();

        assertThat(topology).isEqualTo(Files.readString(Path.of("src/test/resources/expected-topology.txt")));
    }

    @Nested
    class Classifying {
        @BeforeEach
        void aModelServes() {
            app.serves(TestModels.tiny(scratch, 1, 1));
        }

        @Test
        void anInteractionBecomesAClassificationThatSaysWhatWhoWhereAndByWhichModel() {
            app.receives(anInteraction().withId("i-7").by("student-9").on("equations.linear"));

            Classification classification = app.classified(1).get(0);

            assertThat(classification.getInteractionId()).isEqualTo("i-7");
            assertThat(classification.getStudentId()).isEqualTo("student-9");
            assertThat(classification.getLearningTopic()).isEqualTo("equations.linear");
            assertThat(classification.getOccurredAt()).isEqualTo(AnInteraction.NOON);
            assertThat(classification.getClassifiedAt()).isEqualTo(TopologyHarness.NOW);
            assertThat(classification.getSourceOffset()).isZero();
            assertThat(classification.getModel().getVersion()).isEqualTo("v000001");
            assertThat(classification.getModel().getChecksum()).hasSize(64);
        }

        @Test
        void everyTaskOfTheModelIsAnsweredWithAllItsProbabilities() {
            app.receives(anInteraction());

            List<TaskDecision> tasks = app.classified(1).get(0).getTasks();

            assertThat(tasks).hasSameSizeAs(TinyModel.tasks());
            for (int i = 0; i < tasks.size(); i++) {
                assertThat(tasks.get(i).getTask())
                        .isEqualTo(TinyModel.tasks().get(i).name());
                assertThat(tasks.get(i).getProbabilities())
                        .hasSameSizeAs(TinyModel.tasks().get(i).labels());
            }
        }

        @Test
        void theLevelAndTheMisconceptionsStandAtTheTopForPeopleWhoReadWithSql() {
            app.receives(anInteraction());

            Classification classification = app.classified(1).get(0);

            assertThat(classification.getComprehensionLevel())
                    .isEqualTo(decision(classification, "comprehension").getDecided().stream()
                            .findFirst()
                            .orElse(null));
            assertThat(classification.getMisconceptions())
                    .isEqualTo(decision(classification, "misconception").getDecided());
        }

        @Test
        void resultsComeOutInTheOrderOfArrivalHoweverLongTheTextsAre() {
            List<String> ids = IntStream.range(0, 60).mapToObj(i -> "i-" + i).toList();
            for (int i = 0; i < ids.size(); i++) {
                app.receives(anInteraction().withId(ids.get(i)).withText("word ".repeat(1 + (i * 37) % 120)));
            }

            assertThat(app.classified(60))
                    .extracting(Classification::getInteractionId)
                    .containsExactlyElementsOf(ids);
            assertThat(app.pending()).isZero();
        }

        @Test
        void emojiControlCharactersAndLoneSurrogatesAreTextLikeAnyOther() {
            app.receives(anInteraction().withId("emoji").withText("i get it now 😀👩‍🏫"));
            app.receives(anInteraction().withId("control").withText("a\u0000b\u0007\u001b[31mc"));
            app.receives(anInteraction().withId("rtl").withText("\u202Eright to left\u200f"));

            assertThat(app.classified(3)).hasSize(3);
            assertThat(app.setAside()).isEmpty();
        }
    }

    @Nested
    class Grading {
        private static final String ESSAY = "in my view the plant makes food from light. ".repeat(22);
        private static final double NEVER = 0;
        private static final double ALWAYS = 1;

        @Test
        void anEssayGetsALevelOfTheRubricWithItsConfidence() {
            app.serves(TestModels.tinyGrader(scratch, 1, NEVER));
            app.receives(anInteraction().ofKind(InteractionKind.ESSAY).withText(ESSAY));

            Classification classification = app.classified(1).get(0);

            assertThat(classification.getKind()).isEqualTo(InteractionKind.ESSAY);
            assertThat(classification.getAbstentions()).isEmpty();
            TaskDecision grade = decision(classification, "grade");
            assertThat(grade.getDecided()).hasSize(1);
            assertThat(grade.getConfidence()).isBetween(0.25, 1.0);
        }

        @Test
        void aGradeThatIsTooUnsureIsLeftToTheTeacherButSaysWhatTheModelWouldThink() {
            app.serves(TestModels.tinyGrader(scratch, 1, ALWAYS));
            app.receives(anInteraction().ofKind(InteractionKind.ESSAY).withText(ESSAY));

            Classification classification = app.classified(1).get(0);

            assertThat(classification.getAbstentions()).containsExactly("grade");
            TaskDecision grade = decision(classification, "grade");
            assertThat(grade.getAbstained()).isTrue();
            assertThat(grade.getDecided()).isEmpty();
            assertThat(grade.getConfidence()).isBetween(0.25, 1.0);
            assertThat(grade.getProbabilities())
                    .extracting(LabelProbability::getLabel)
                    .containsExactly("insufficient", "needs-improvement", "good", "excellent");
        }

        @Test
        void whatAnEssaySaysAtItsEndCounts() {
            app.serves(TestModels.tinyGrader(scratch, 1, NEVER));
            app.receives(anInteraction().withId("i-1").withText(ESSAY));
            app.receives(anInteraction().withId("i-2").withText(ESSAY + "but no, it eats water"));

            List<Classification> classified = app.classified(2);

            assertThat(decision(classified.get(0), "grade").getProbabilities())
                    .isNotEqualTo(decision(classified.get(1), "grade").getProbabilities());
        }

        @Test
        void essaysAndShortAnswersComeOutInTheOrderOfArrival() {
            app.serves(TestModels.tinyGrader(scratch, 1, NEVER));
            List<String> ids = IntStream.range(0, 40).mapToObj(i -> "i-" + i).toList();
            for (int i = 0; i < ids.size(); i++) {
                app.receives(
                        anInteraction().withId(ids.get(i)).withText((i % 3 == 0 ? ESSAY : "because it is light ") + i));
            }

            assertThat(app.classified(40))
                    .extracting(Classification::getInteractionId)
                    .containsExactlyElementsOf(ids);
        }
    }

    @Nested
    class ReadingWords {
        private static final ModelInput KNOWN = ModelInput.answering("Where is the charge?", null, "it flows back")
                .on("circuits.current");

        @Test
        void wordsAreReadWithTheirPromptAndLearningTopic() {
            TextClassifier model = TestModels.tinyThatReadsWords(scratch, 1, 1, KNOWN);
            app.serves(model);
            app.receives(anInteraction()
                    .withId("i-1")
                    .on(KNOWN.learningTopic())
                    .withPrompt(KNOWN.prompt())
                    .withText(KNOWN.text()));
            app.receives(anInteraction()
                    .withId("i-2")
                    .on("equations.linear")
                    .withPrompt(KNOWN.prompt())
                    .withText(KNOWN.text()));

            List<Classification> classifications = app.classified(2);

            TaskPrediction alone = model.predict(List.of(model.encode(KNOWN)))
                    .get(0)
                    .task("engagement")
                    .orElseThrow();
            List<Double> onTopic = probabilities(classifications.get(0));
            assertThat(onTopic)
                    .zipSatisfy(
                            alone.scores(),
                            (served, score) -> assertThat(served).isCloseTo(score.probability(), within(1e-6)));
            assertThat(probabilities(classifications.get(1))).isNotEqualTo(onTopic);
        }

        private List<Double> probabilities(Classification classification) {
            return decision(classification, "engagement").getProbabilities().stream()
                    .map(LabelProbability::getProbability)
                    .toList();
        }
    }

    @Nested
    class SettingAside {
        @BeforeEach
        void aModelServes() {
            app.serves(new PoisonedBy(TestModels.tiny(scratch, 1, 1), "poison"));
        }

        @Test
        void undecodableBytesAreSetAsideAsTheyAreAndTheNextInteractionIsClassified() {
            app.receivesBytes("student-1", "not avro".getBytes(UTF_8));
            app.receives(anInteraction());

            assertThat(app.classified(1)).hasSize(1);
            DeadLetter letter = app.setAside(1).get(0);
            assertThat(letter.stage()).isEqualTo(Stage.DECODE);
            assertThat(letter.value()).isEqualTo("not avro".getBytes(UTF_8));
            assertThat(letter.key()).isEqualTo("student-1".getBytes(UTF_8));
            assertThat(letter.origin().topic()).isEqualTo("interactions");
            assertThat(letter.origin().offset()).isZero();
        }

        @Test
        void aRecordWithoutValueIsSetAside() {
            app.receivesBytes("student-1", null);

            assertRefused("no value");
        }

        @Test
        void aBlankTextIsSetAside() {
            app.receives(anInteraction().withText(" \n\t "));

            assertRefused("text is blank");
        }

        @Test
        void anInteractionWithoutIdIsSetAside() {
            app.receives(anInteraction().withId(" "));

            assertRefused("interactionId is blank");
        }

        @Test
        void anInteractionWithoutLearningTopicIsSetAside() {
            app.receives(anInteraction().on(""));

            assertRefused("learningTopic is blank");
        }

        @Test
        void aTextBeyondTheLimitIsSetAsideWithItsLengthAndTheSettingThatRaisesIt() {
            app.receives(anInteraction().withText("x".repeat(1_001)));

            assertRefused("1001 characters", "classify.max.characters");
        }

        @Test
        void aPromptBeyondTheLimitIsSetAsideToo() {
            app.receives(anInteraction().withPrompt("x".repeat(1_001)));

            assertRefused("prompt has 1001 characters");
        }

        @Test
        void aMegabyteOfTextIsSetAsideAndTheAppKeepsRunning() {
            app.receives(anInteraction().withText("secret ".repeat(150_000)));
            app.receives(anInteraction().withId("i-2"));

            assertThat(app.classified(1)).hasSize(1);
            assertThat(app.setAside(1)).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).contains("1050000 characters").doesNotContain("secret");
                assertThat(letter.value()).hasSizeGreaterThan(1_000_000);
            });
        }

        @Test
        void aKeyThatIsNotTheStudentIsSetAsideBecauseOrderWouldBeLost() {
            app.receivesBytes(
                    "somebody-else",
                    new io.grasp.schemas.Topics("")
                            .interactions()
                            .valueSerde()
                            .serializer()
                            .serialize("interactions", anInteraction().build()));

            assertRefused("key is not its studentId");
        }

        @Test
        void aRepeatedInteractionIdIsSetAsideAndSaysWhereItWasFirst() {
            app.receives(anInteraction().withId("i-1"));
            app.receives(anInteraction().withId("i-1").withText("another text"));

            assertThat(app.classified(1)).hasSize(1);
            assertRefused("already used by this student at offset 0");
        }

        @Test
        void twoStudentsMayUseTheSameInteractionId() {
            app.receives(anInteraction().withId("i-1").by("student-1"));
            app.receives(anInteraction().withId("i-1").by("student-2"));

            assertThat(app.classified(2)).hasSize(2);
            assertThat(app.setAside()).isEmpty();
        }

        @Test
        void aTextThatTheModelCannotJudgeIsSetAsideAndItsNeighboursAreClassified() {
            app.receives(anInteraction().withId("before"));
            app.receives(anInteraction().withId("poisoned").withText("poison"));
            app.receives(anInteraction().withId("after"));

            assertThat(app.classified(2))
                    .extracting(Classification::getInteractionId)
                    .containsExactly("before", "after");
            assertThat(app.setAside(1)).singleElement().satisfies(letter -> {
                assertThat(letter.stage()).isEqualTo(Stage.CLASSIFY);
                assertThat(letter.origin().offset()).isEqualTo(1);
                assertThat(letter.reason()).doesNotContain("poison\"");
            });
            assertThat(app.pending()).isZero();
        }

        @Test
        void anUndecodableClassificationIsSetAsideByTheDecideStep() {
            app.receivesUndecodableClassification("student-1", new byte[] {9, 9, 9});

            assertThat(app.setAside()).singleElement().satisfies(letter -> {
                assertThat(letter.stage()).isEqualTo(Stage.DECIDE);
                assertThat(letter.origin().topic()).isEqualTo("classifications");
            });
        }

        private void assertRefused(String... reasons) {
            assertThat(app.setAside(1)).singleElement().satisfies(letter -> {
                assertThat(letter.stage()).isEqualTo(Stage.VALIDATE);
                assertThat(letter.reason()).contains(reasons);
            });
        }
    }

    @Nested
    class Swapping {
        @Test
        void withoutAModelInteractionsWaitAndAreClassifiedWhenOneComes() {
            app.receives(anInteraction());
            assertThat(app.pending()).isEqualTo(1);
            assertThat(app.classifiedSoFar()).isEmpty();

            app.serves(TestModels.tiny(scratch, 1, 1));

            assertThat(app.classified(1)).hasSize(1);
        }

        @Test
        void eachAdoptionIsWrittenWithTheOffsetFromWhichTheNewVersionJudges() {
            app.serves(TestModels.tiny(scratch, 1, 1));
            app.receives(anInteraction().withId("i-0"));
            app.receives(anInteraction().withId("i-1"));
            app.serves(TestModels.tiny(scratch, 2, 2));
            app.receives(anInteraction().withId("i-2"));

            assertThat(app.classified(3))
                    .extracting(classification -> classification.getModel().getVersion())
                    .containsExactly("v000001", "v000001", "v000002");
            assertThat(app.activations())
                    .extracting(activation -> activation.getFromOffset() + " "
                            + activation.getModel().getVersion())
                    .containsExactly("0 v000001", "2 v000002");
        }

        @Test
        void textsThatWereAskedAboutBeforeASwapAreAnsweredByTheVersionThatWasAsked() {
            Gated slow = new Gated(TestModels.tiny(scratch, 1, 1));
            app.serves(slow);
            app.receives(anInteraction().withId("old"));
            app.serves(TestModels.tiny(scratch, 2, 2));
            app.receives(anInteraction().withId("new"));

            assertThat(app.classifiedSoFar()).isEmpty();
            slow.open();

            assertThat(app.classified(2))
                    .extracting(Classification::getInteractionId)
                    .containsExactly("old", "new");
            assertThat(app.activations()).hasSize(2);
        }
    }

    @Nested
    class Deciding {
        @BeforeEach
        void theCatalogIsPublished() {
            app.publishes(ACatalog.misconception("fractions.add-across", "Adding tops and bottoms"));
            app.publishes(ACatalog.resource("r-bars", "novice")
                    .addressing("fractions.add-across")
                    .build());
            app.publishes(ACatalog.resource("r-basics", "novice").build());
            app.publishes(ACatalog.resource("r-hard", "advanced").build());
        }

        @Test
        void aMisconceptionTriggersItsFeedbackAtOnce() {
            app.receives(aClassification().showing("fractions.add-across"));

            assertThat(app.feedback()).singleElement().satisfies(feedback -> {
                assertThat(feedback.getMisconceptionName()).isEqualTo("Adding tops and bottoms");
                assertThat(feedback.getText()).isEqualTo("Feedback on fractions.add-across");
                assertThat(feedback.getInteractionId()).isEqualTo("i-1");
                assertThat(feedback.getConfidence()).isEqualTo(0.9);
            });
        }

        @Test
        void feedbackComesInTheInteractionsLanguageWhereTheCatalogHasIt() {
            app.receives(aClassification().showing("fractions.add-across").in("de"));

            assertThat(app.feedback())
                    .singleElement()
                    .satisfies(feedback -> assertThat(feedback.getText()).isEqualTo("Rückmeldung"));
        }

        @Test
        void theSameStudentIsNotToldTheSameAgainWithinTheCoolDown() {
            app.receives(aClassification().of("i-1").showing("fractions.add-across"));
            app.receives(aClassification()
                    .of("i-2")
                    .when(AnInteraction.NOON.plusSeconds(60))
                    .showing("fractions.add-across"));
            app.receives(aClassification()
                    .of("i-3")
                    .when(AnInteraction.NOON.plusSeconds(3_601))
                    .showing("fractions.add-across"));

            assertThat(app.feedback())
                    .extracting(feedback -> feedback.getInteractionId())
                    .containsExactly("i-1", "i-3");
        }

        @Test
        void aMisconceptionThatTheCatalogDoesNotKnowIsKeptInStateButTriggersNoFeedback() {
            app.receives(aClassification().showing("fractions.unheard-of"));

            assertThat(app.feedback()).isEmpty();
            assertThat(app.learnerStates().get(0).getActiveMisconceptions())
                    .extracting(active -> active.getMisconceptionId())
                    .containsExactly("fractions.unheard-of");
        }

        @Test
        void aMisconceptionOfAnotherLearningTopicIsNotActedOn() {
            app.publishes(ACatalog.misconception("circuits.one-wire", "One wire is enough", "circuits.current"));

            app.receives(aClassification().showing("circuits.one-wire"));

            assertThat(app.feedback()).isEmpty();
            assertThat(app.learnerStates().get(0).getActiveMisconceptions()).isEmpty();
        }

        @Test
        void resourcesForTheMisconceptionComeFirstAndSayWhy() {
            app.receives(aClassification().showing("fractions.add-across"));

            assertThat(app.recommendations()).singleElement().satisfies(recommendation -> {
                assertThat(recommendation.getResources())
                        .extracting(resource -> resource.getResourceId())
                        .containsExactly("r-bars", "r-basics");
                assertThat(recommendation.getReason())
                        .isEqualTo("addresses the misconception 'Adding tops and bottoms', made for the level novice");
            });
        }

        @Test
        void anAdvancedLearnerGetsWhatIsMadeForTheAdvanced() {
            app.receives(aClassification().at("advanced"));

            assertThat(app.recommendations())
                    .singleElement()
                    .satisfies(recommendation -> assertThat(recommendation.getResources())
                            .extracting(resource -> resource.getResourceId())
                            .containsExactly("r-hard"));
        }

        @Test
        void nothingIsRecommendedAgainWhenNothingHasChanged() {
            app.receives(aClassification().of("i-1"));
            app.receives(aClassification().of("i-2"));

            assertThat(app.recommendations()).hasSize(1);
        }

        @Test
        void noResourceIsRecommendedTwiceWithinItsCoolDown() {
            app.receives(aClassification().of("i-1").at("novice"));
            app.receives(aClassification().of("i-2").at("advanced"));
            app.receives(aClassification().of("i-3").at("novice"));

            assertThat(app.recommendations())
                    .flatExtracting(recommendation -> recommendation.getResources())
                    .extracting(resource -> resource.getResourceId())
                    .doesNotHaveDuplicates();
        }

        @Test
        void aWithdrawnResourceIsNotRecommended() {
            app.withdrawsResource("r-bars");

            app.receives(aClassification().showing("fractions.add-across"));

            assertThat(app.recommendations().get(0).getResources())
                    .extracting(resource -> resource.getResourceId())
                    .containsExactly("r-basics");
        }

        @Test
        void aCatalogEntryThatCannotBeReadLeavesTheOneBeforeInPlace() {
            app.publishesUndecodableResource("r-bars");

            app.receives(aClassification().showing("fractions.add-across"));

            assertThat(app.recommendations().get(0).getResources())
                    .extracting(resource -> resource.getResourceId())
                    .contains("r-bars");
        }

        @Test
        void aRepeatedClassificationChangesNothingTwice() {
            app.receives(aClassification().of("i-1").showing("fractions.add-across"));
            app.receives(aClassification().of("i-1").showing("fractions.add-across"));

            assertThat(app.learnerStates())
                    .singleElement()
                    .satisfies(state -> assertThat(state.getInteractions()).isEqualTo(1));
        }

        @Test
        void withoutALevelAndAMisconceptionNothingIsRecommended() {
            app.receives(aClassification().withoutLevel());

            assertThat(app.recommendations()).isEmpty();
        }
    }

    private static TaskDecision decision(Classification classification, String task) {
        return classification.getTasks().stream()
                .filter(decision -> decision.getTask().equals(task))
                .findFirst()
                .orElseThrow();
    }
}
