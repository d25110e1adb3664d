package io.grasp.streams.request;

import static io.grasp.streams.AnInteraction.NOON;
import static io.grasp.streams.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.LabelRequest;
import io.grasp.model.LabelScore;
import io.grasp.model.Prediction;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.streams.AnInteraction;
import io.grasp.streams.TopologyHarness;
import io.grasp.streams.serving.TestModels;
import io.grasp.streams.serving.TestModels.Saying;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelRequestTest {
    private static final Task LEVEL =
            new Task("comprehension", TaskKind.ORDINAL, List.of("novice", "intermediate", "advanced"));
    private static final Task MISCONCEPTION =
            new Task("misconception", TaskKind.MULTI_LABEL, List.of("fractions.add-across"));
    private static final String KNOWN = "fractions.addition";

    private static final Task SUBJECT = new Task("subject", TaskKind.SINGLE_LABEL, List.of("mathematics", "biology"));

    /** What the model says of each text: its level's probabilities, and that of the misconception. */
    private static final Map<String, Prediction> SAYINGS = Map.of(
            "sure", says(List.of(0.9, 0.05, 0.05), false, 0.02),
            "lost", says(List.of(0.35, 0.34, 0.31), true, 0.02),
            "narrow", says(List.of(0.46, 0.44, 0.1), false, 0.02),
            "less narrow", says(List.of(0.49, 0.41, 0.1), false, 0.02),
            "perhaps a misconception", says(List.of(0.9, 0.05, 0.05), false, 0.48),
            "contradiction", says(List.of(0.02, 0.03, 0.95), false, 0.97));

    @TempDir
    Path scratch;

    private @Nullable TopologyHarness app;

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
    }

    @Test
    void whereTheModelAbstainedATeacherIsAskedAndToldWhatItConsidered() {
        start(budget(50, 20));
        receives(anInteraction().withId("i-1").withText("lost"));

        LabelRequest request = theRequest();

        assertThat(request.getReason())
                .isEqualTo("The model could not decide comprehension; it considered novice (35 %) and"
                        + " intermediate (34 %).");
        assertThat(request.getTasks()).containsExactly("comprehension");
    }

    @Test
    void theRequestCarriesTheInteractionSoThatALabellingToolNeedsNoOtherTopic() {
        start(budget(50, 20));
        AnInteraction lost = anInteraction().withId("i-1").by("student-9").withText("lost");
        receives(lost);

        LabelRequest request = theRequest();

        assertThat(request.getInteraction()).isEqualTo(lost.build());
        assertThat(request.getStudentId()).isEqualTo("student-9");
        assertThat(request.getLearningTopic()).isEqualTo(KNOWN);
        assertThat(request.getRequestedAt()).isEqualTo(TopologyHarness.NOW);
    }

    @Test
    void whereTwoLevelsAreCloseATeacherIsAskedWhichItIs() {
        start(budget(50, 20));
        receives(anInteraction().withId("i-1").withText("narrow"));

        assertThat(theRequest().getReason())
                .isEqualTo("In comprehension, the model hesitated over novice (46 %) and intermediate (44 %).");
    }

    @Test
    void aMisconceptionAsLikelyAsNotIsADoubtToo() {
        start(budget(50, 20));
        receives(anInteraction().withId("i-1").withText("perhaps a misconception"));

        assertThat(theRequest().getReason())
                .isEqualTo("In misconception, the model hesitated over fractions.add-across (48 %).");
    }

    @Test
    void anAdvancedAnswerWithAMisconceptionIsAContradictionHoweverSureTheModelIs() {
        start(budget(50, 20));
        receives(anInteraction().withId("i-1").withText("contradiction"));

        LabelRequest request = theRequest();

        assertThat(request.getReason())
                .isEqualTo("The model says advanced and yet sees the misconception fractions.add-across.");
        assertThat(request.getTasks()).containsExactly("comprehension", "misconception");
    }

    @Test
    void onALearningTopicThatTheModelHasNotLearntItsConfidenceMeansNothing() {
        start(budget(50, 20));
        receives(anInteraction().withId("i-1").on("fungi").withText("sure"));

        LabelRequest request = theRequest();

        assertThat(request.getReason()).isEqualTo("The model has not learnt the learning topic fungi yet.");
        assertThat(request.getTasks()).containsExactly("comprehension", "misconception");
    }

    @Test
    void nobodyIsAskedForTheSubjectOfWhatAStudentWrote() {
        start(budget(50, 20));
        receives(anInteraction().withId("i-1").on("fungi").withText("sure"));
        receives(anInteraction().withId("i-2").withText("sure"));

        assertThat(requests(2).values())
                .singleElement()
                .satisfies(request -> assertThat(request.getTasks()).doesNotContain("subject"));
    }

    @Test
    void nobodyIsAskedWhatTheModelIsSureOf() {
        start(budget(50, 20));
        receives(anInteraction().withText("sure"));

        assertThat(requests(1)).isEmpty();
    }

    @Test
    void anInteractionThatComesAgainWhenItsRepetitionIsForgottenIsNotAskedAboutAgain() {
        start(budget(50, 20));
        receives(anInteraction().withId("i-1").withText("lost"));
        receives(anInteraction().withId("i-1").withText("lost").when(NOON.plus(Duration.ofDays(1))));

        assertThat(requests(2)).hasSize(1);
    }

    @Test
    void noMoreIsAskedOnALearningTopicThanItsBudgetOfADay() {
        start(budget(50, 3));
        receive(10, KNOWN, "contradiction");
        receive(10, "fungi", "sure");

        assertThat(requests(20).values())
                .extracting(LabelRequest::getLearningTopic)
                .containsOnly(KNOWN, "fungi")
                .filteredOn("fungi"::equals)
                .hasSize(3);
    }

    @Test
    void noMoreIsAskedInAllThanTheBudgetOfADay() {
        start(budget(4, 3));
        receive(10, "fungi", "sure");
        receive(10, "mosses", "sure");
        receive(10, "lichens", "sure");

        assertThat(requests(30)).hasSize(4);
    }

    @Test
    void theNextDayHasABudgetOfItsOwn() {
        start(budget(2, 2));
        receive(5, "fungi", "sure");
        receives(anInteraction().withId("tomorrow").on("fungi").withText("sure").when(NOON.plus(Duration.ofHours(13))));

        assertThat(requests(6)).hasSize(3).containsKey("tomorrow");
    }

    @Test
    void whatComesLateIsPaidForByThePresentDay() {
        start(budget(2, 2));
        receive(5, "fungi", "sure");
        receives(anInteraction()
                .withId("yesterday's")
                .on("fungi")
                .withText("sure")
                .when(NOON.minus(Duration.ofDays(1))));

        assertThat(requests(6)).hasSize(2).doesNotContainKey("yesterday's");
    }

    @Test
    void aClockInTheFutureDoesNotUseUpTheBudgetsOfDaysToCome() {
        start(budget(1, 1));
        receives(anInteraction().withId("from 2099").withText("lost").when(NOON.plus(Duration.ofDays(27_000))));
        assertThat(requests(1)).hasSize(1);

        Instant inTwoDays = NOON.plus(Duration.ofDays(2));
        app().itIs(inTwoDays);
        receives(anInteraction().withId("in two days").withText("lost").when(inTwoDays));

        assertThat(requests(2)).containsOnlyKeys("in two days");
    }

    @Test
    void theMoreOfTheBudgetIsSpentTheGreaterADoubtMustBe() {
        start(budget(4, 4));
        receives(anInteraction().withId("first").withText("less narrow"));
        receive(2, KNOWN, "contradiction");
        receives(anInteraction().withId("too small a doubt by now").withText("less narrow"));
        receives(anInteraction().withId("still great enough").on("fungi").withText("sure"));

        assertThat(requests(5)).hasSize(4).containsKeys("first", "still great enough");
    }

    @Test
    void theHonestSampleHasItsPartOfTheBudgetHoweverManyDoubtsThereAre() {
        start(new LabelRequestSettings(10, 10, 0.4, 0.2, 0.2));
        receive(200, "fungi", "sure");

        Map<Boolean, Long> byChance = requests(200).values().stream()
                .collect(Collectors.partitioningBy(
                        request -> request.getReason().startsWith("Chosen by chance"), Collectors.counting()));

        assertThat(byChance).isEqualTo(Map.of(true, 4L, false, 6L));
    }

    @Test
    void whoIsInTheHonestSampleDependsOnTheIdAloneNotOnWhatTheModelSays() {
        LabelRequestSettings all = new LabelRequestSettings(1_000, 1_000, 1, 0.1, 0.2);
        start(all);
        receive(100, KNOWN, "sure");
        Set<String> ofSureOnes = Set.copyOf(requests(100).keySet());
        stop();

        start(all);
        receive(100, KNOWN, "lost");

        assertThat(requests(100).keySet()).isEqualTo(ofSureOnes).isNotEmpty();
    }

    @Test
    void aBudgetOfNothingTurnsRequestsOff() {
        start(budget(0, 20));
        receive(5, "fungi", "sure");

        assertThat(requests(5)).isEmpty();
    }

    @Test
    void aReplayAsksForTheSame() {
        start(new LabelRequestSettings(10, 4, 0.3, 0.1, 0.2));
        receiveAMixture();
        Map<String, LabelRequest> first = requests(60);
        stop();

        start(new LabelRequestSettings(10, 4, 0.3, 0.1, 0.2));
        receiveAMixture();

        assertThat(requests(60)).isEqualTo(first).isNotEmpty();
    }

    private void receiveAMixture() {
        List<String> texts = SAYINGS.keySet().stream().sorted().toList();
        for (int i = 0; i < 60; i++) {
            receives(anInteraction()
                    .withId("i-" + i)
                    .on(i % 7 == 0 ? "fungi" : KNOWN)
                    .withText(texts.get(i % texts.size()))
                    .when(NOON.plus(Duration.ofHours(i))));
        }
    }

    private static LabelRequestSettings budget(int budget, int learningTopicBudget) {
        return new LabelRequestSettings(budget, learningTopicBudget, 0, 0, 0.2);
    }

    private void start(LabelRequestSettings settings) {
        TopologyHarness started = new TopologyHarness(scratch.resolve("state"), settings);
        started.serves(new Saying(
                TestModels.tiny(scratch.resolve("model-" + System.nanoTime()), 1, 1), SAYINGS, Set.of(KNOWN)));
        app = started;
    }

    private void receive(int count, String learningTopic, String text) {
        IntStream.range(0, count)
                .forEach(i -> receives(anInteraction()
                        .withId(learningTopic + "-" + i)
                        .on(learningTopic)
                        .withText(text)));
    }

    private void receives(AnInteraction interaction) {
        app().receives(interaction);
    }

    /** What was asked by the time that so many interactions are classified. */
    private Map<String, LabelRequest> requests(int classified) {
        assertThat(app().classified(classified)).hasSize(classified);
        return app().labelRequests();
    }

    private LabelRequest theRequest() {
        return requests(1).values().stream().findFirst().orElseThrow();
    }

    private TopologyHarness app() {
        return Objects.requireNonNull(app, "start() comes first");
    }

    private static Prediction says(List<Double> level, boolean abstained, double misconception) {
        int likeliest = level.indexOf(level.stream().max(Double::compare).orElseThrow());
        return new Prediction(List.of(
                new TaskPrediction(
                        LEVEL,
                        IntStream.range(0, 3)
                                .mapToObj(i -> new LabelScore(LEVEL.labels().get(i), level.get(i)))
                                .toList(),
                        abstained ? List.of() : List.of(LEVEL.labels().get(likeliest)),
                        abstained),
                new TaskPrediction(
                        MISCONCEPTION,
                        List.of(new LabelScore("fractions.add-across", misconception)),
                        misconception >= 0.5 ? List.of("fractions.add-across") : List.of(),
                        false),
                new TaskPrediction(
                        SUBJECT,
                        List.of(new LabelScore("mathematics", 0.5), new LabelScore("biology", 0.5)),
                        List.of(),
                        true)));
    }
}
