package io.grasp.streams.classify;

import static io.grasp.streams.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.LabelProbability;
import io.grasp.events.TaskDecision;
import io.grasp.model.ModelInput;
import io.grasp.schemas.Stage;
import io.grasp.streams.TopologyHarness;
import io.grasp.streams.serving.TestModels;
import io.grasp.streams.serving.TestModels.Gated;
import io.grasp.streams.serving.TestModels.PoisonedBy;
import io.grasp.streams.serving.TextClassifier;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DegradedAnswersTest {
    private static final ModelInput KNOWN =
            ModelInput.answering("What is 1/2 + 1/4?", null, "you add the tops").on("fractions.addition");
    private static final int TOO_MANY = TopologyHarness.DEGRADE.lag() + 1;
    private static final int MOST_CORRECTIONS = TopologyHarness.DEGRADE.corrections();

    @TempDir
    Path scratch;

    private TopologyHarness app;
    private Gated model;

    @BeforeEach
    void start() {
        app = new TopologyHarness(scratch.resolve("state"));
        model = new Gated(readsWords(1));
        app.serves(model);
    }

    @AfterEach
    void stop() {
        model.open();
        app.close();
    }

    @Nested
    class WhileTooMuchWaits {
        @BeforeEach
        void tooMuchWaits() {
            app.lags(TOO_MANY);
        }

        @Test
        void wordsAloneAnswerAtOnceAndSaySo() {
            app.receives(anInteraction());

            assertThat(app.classifiedSoFar()).singleElement().satisfies(classification -> {
                assertThat(classification.getDecidedBy()).isEqualTo(DecisionPath.DEGRADED);
                assertThat(classification.getCorrects()).isFalse();
                assertThat(classification.getTasks()).hasSize(3);
                assertThat(classification.getModel().getVersion()).isEqualTo("v000001");
            });
            assertThat(app.pending()).isZero();
            assertThat(app.uncorrected()).isEqualTo(1);
        }

        @Test
        void theWholeModelCorrectsEachAnswerOnceInTheOrderOfArrival() {
            List<String> ids = receives(MOST_CORRECTIONS);
            assertThat(ids(app.classifiedSoFar())).isEqualTo(ids);

            model.open();

            List<Classification> all = app.classified(2 * MOST_CORRECTIONS);
            List<Classification> corrections = all.subList(MOST_CORRECTIONS, all.size());
            assertThat(ids(corrections)).isEqualTo(ids);
            assertThat(corrections).allSatisfy(correction -> {
                assertThat(correction.getDecidedBy()).isEqualTo(DecisionPath.FULL);
                assertThat(correction.getCorrects()).isTrue();
            });
            assertThat(offsets(corrections)).isEqualTo(offsets(all.subList(0, MOST_CORRECTIONS)));
            assertThat(app.uncorrected()).isZero();
            app.receives(anInteraction().withId("last"));
            assertThat(ids(app.classified(2 * MOST_CORRECTIONS + 2))).endsWith("last", "last");
        }

        @Test
        void aCorrectionSaysWhatWouldHaveBeenSaidWithoutOverload() {
            app.receives(anInteraction());
            model.open();
            Classification correction = app.classified(2).get(1);

            app.lags(0);
            app.receives(anInteraction().withId("i-2"));

            assertThat(correction.getTasks()).isEqualTo(app.classified(3).get(2).getTasks());
            assertThat(probabilities(correction))
                    .isNotEqualTo(probabilities(app.classifiedSoFar().get(0)));
        }

        @Test
        void answersStayInTheOrderOfArrivalBehindThoseThatAllOfTheModelWasAskedAbout() {
            app.lags(0);
            app.receives(anInteraction().withId("before"));
            app.lags(TOO_MANY);
            app.receives(anInteraction().withId("after"));
            assertThat(app.classifiedSoFar()).isEmpty();

            model.open();

            assertThat(app.classified(3))
                    .extracting(each -> each.getInteractionId() + " " + each.getDecidedBy())
                    .containsExactly("before FULL", "after DEGRADED", "after FULL");
        }

        @Test
        void noMoreAreAnsweredSoThanMayWaitForTheirCorrections() {
            List<String> ids = receives(MOST_CORRECTIONS + 3);

            assertThat(ids(app.classifiedSoFar())).isEqualTo(ids.subList(0, MOST_CORRECTIONS));
            assertThat(app.uncorrected()).isEqualTo(MOST_CORRECTIONS);
            assertThat(app.pending()).isEqualTo(3);

            model.open();

            List<Classification> all = app.classified(2 * MOST_CORRECTIONS + 3);
            assertThat(ids(first(all))).isEqualTo(ids);
            assertThat(ids(corrections(all))).isEqualTo(ids.subList(0, MOST_CORRECTIONS));
        }

        @Test
        void thoseThatWaitBehindOthersCountAmongThoseThatWaitForTheirCorrections() {
            app.lags(0);
            app.receives(anInteraction().withId("before"));
            app.lags(TOO_MANY);
            receives(MOST_CORRECTIONS + 1);

            model.open();

            assertThat(corrections(app.classified(2 + 2 * MOST_CORRECTIONS))).hasSize(MOST_CORRECTIONS);
        }

        @Test
        void aVersionThatTakesOverCorrectsWhatTheOneBeforeSaid() {
            app.lags(0);
            app.receives(anInteraction().withId("before"));
            app.lags(TOO_MANY);
            receives(3);
            app.serves(readsWords(2));
            model.open();

            List<Classification> all = app.classified(1 + 2 * 3);
            assertThat(versions(first(all))).containsOnly("v000001");
            assertThat(versions(corrections(all))).containsOnly("v000002");
            assertThat(app.activations())
                    .as("a version is in use from where it answers first")
                    .hasSize(1);
        }

        @Test
        void aModelThatReadsNoWordsAnswersAsAlways() {
            Gated wordless = new Gated(TestModels.tiny(scratch, 2, 2));
            app.serves(wordless);
            app.receives(anInteraction());
            assertThat(app.pending()).isEqualTo(1);

            wordless.open();

            assertThat(app.classified(1))
                    .singleElement()
                    .satisfies(each -> assertThat(each.getDecidedBy()).isEqualTo(DecisionPath.FULL));
            assertThat(app.uncorrected()).isZero();
        }

        @Test
        void aModelThatReadsNoWordsCorrectsWhatTheOneBeforeSaid() {
            receives(MOST_CORRECTIONS);
            app.serves(TestModels.tiny(scratch, 2, 2));
            model.open();

            assertThat(corrections(app.classified(2 * MOST_CORRECTIONS))).hasSize(MOST_CORRECTIONS);
        }

        @Test
        void wordsThatAreSureNeedNoCorrection() {
            app.serves(TestModels.tinyThatExitsEarly(scratch, 2, 2, KNOWN));
            app.receives(anInteraction());

            assertThat(app.classifiedSoFar())
                    .singleElement()
                    .satisfies(each -> assertThat(each.getDecidedBy()).isEqualTo(DecisionPath.WORDS));
            assertThat(app.uncorrected()).isZero();
        }

        @Test
        void whatTheModelCannotCorrectIsSetAsideAndTheNextOneIsCorrected() {
            app.serves(new PoisonedBy(readsWords(2), "poison"));
            app.receives(anInteraction().withId("i-1").withText("poison"));
            app.receives(anInteraction().withId("i-2"));

            assertThat(app.classified(3))
                    .extracting(each -> each.getInteractionId() + " " + each.getCorrects())
                    .containsExactlyInAnyOrder("i-1 false", "i-2 false", "i-2 true");
            assertThat(app.setAside(1)).singleElement().satisfies(letter -> {
                assertThat(letter.stage()).isEqualTo(Stage.CLASSIFY);
                assertThat(letter.origin().offset()).isZero();
            });
            assertThat(app.uncorrected()).isZero();
        }

        @Test
        void aRepeatedInteractionIdIsSetAsideAsAlways() {
            app.receives(anInteraction());
            app.receives(anInteraction());

            assertThat(app.setAside(1))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.stage()).isEqualTo(Stage.VALIDATE));
            assertThat(app.uncorrected()).isEqualTo(1);
        }

        @Test
        void nobodyIsAskedForALabelBeforeTheCorrectionIsThere() {
            receives(MOST_CORRECTIONS);
            assertThat(app.labelRequests()).isEmpty();

            model.open();
            app.classified(2 * MOST_CORRECTIONS);

            assertThat(app.labelRequests()).isNotEmpty();
        }
    }

    @Test
    void correctionsComeAlsoWhenTheLoadIsOver() {
        app.lags(TOO_MANY);
        receives(3);
        app.lags(0);
        app.receives(anInteraction().withId("new"));
        model.open();

        List<Classification> all = app.classified(7);

        assertThat(ids(first(all))).containsExactly("i-0", "i-1", "i-2", "new");
        assertThat(ids(corrections(all))).containsExactly("i-0", "i-1", "i-2");
        assertThat(app.uncorrected()).isZero();
    }

    private TextClassifier readsWords(int number) {
        return TestModels.tinyThatReadsWords(scratch, number, number, KNOWN);
    }

    private List<String> receives(int count) {
        List<String> ids = IntStream.range(0, count).mapToObj(i -> "i-" + i).toList();
        ids.forEach(id -> app.receives(anInteraction().withId(id).withText("you add the tops " + id)));
        return ids;
    }

    private static List<Classification> first(List<Classification> all) {
        return all.stream().filter(each -> !each.getCorrects()).toList();
    }

    private static List<Classification> corrections(List<Classification> all) {
        return all.stream().filter(Classification::getCorrects).toList();
    }

    private static List<String> ids(List<Classification> classifications) {
        return classifications.stream().map(Classification::getInteractionId).toList();
    }

    private static List<String> versions(List<Classification> classifications) {
        return classifications.stream()
                .map(classification -> classification.getModel().getVersion())
                .toList();
    }

    private static List<Long> offsets(List<Classification> classifications) {
        return classifications.stream().map(Classification::getSourceOffset).toList();
    }

    private static List<Double> probabilities(Classification classification) {
        return classification.getTasks().stream()
                .map(TaskDecision::getProbabilities)
                .flatMap(List::stream)
                .map(LabelProbability::getProbability)
                .toList();
    }
}
