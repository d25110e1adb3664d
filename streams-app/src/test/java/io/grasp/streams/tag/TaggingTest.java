package io.grasp.streams.tag;

import static io.grasp.streams.ACatalog.submission;
import static io.grasp.streams.AClassification.aClassification;
import static io.grasp.streams.AnInteraction.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Resource;
import io.grasp.model.LabelScore;
import io.grasp.model.Prediction;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Stage;
import io.grasp.schemas.Topics;
import io.grasp.streams.ACatalog;
import io.grasp.streams.TopologyHarness;
import io.grasp.streams.serving.TestModels;
import io.grasp.streams.serving.TestModels.PoisonedBy;
import io.grasp.streams.serving.TestModels.Saying;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaggingTest {
    private static final Task LEVEL =
            new Task("comprehension", TaskKind.ORDINAL, List.of("novice", "intermediate", "advanced"));
    private static final Task SUBJECT = new Task("subject", TaskKind.SINGLE_LABEL, List.of("mathematics", "biology"));
    private static final Task DIFFICULTY = new Task("difficulty", TaskKind.ORDINAL, List.of("easy", "medium", "hard"));
    private static final Task OBJECTIVE =
            new Task("learning-objective", TaskKind.MULTI_LABEL, List.of("add", "compare", "simplify"));

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

    @Nested
    class ByAModelWithContentTasks {
        @BeforeEach
        void aModelServes() {
            serves(says(List.of(0.9, 0.1), List.of(0.1, 0.2, 0.7), List.of(0.8, 0.1, 0.6)));
        }

        @Test
        void aSubmissionIsPublishedWithTagsAndHowSureTheModelIsAndWhichModelItWas() {
            app.submits(submission("r-1").build());

            Resource resource = app.tagged(1).get(0);

            assertThat(resource.getTags())
                    .isEqualTo(Map.of(
                            "subject", "mathematics", "difficulty", "hard", "learning-objective", "add|simplify"));
            assertThat(resource.getConfidences())
                    .isEqualTo(Map.of(
                            "tags.subject", 0.9, "tags.difficulty", 0.7, "tags.learning-objective", 0.8, "level", 0.7));
            assertThat(resource.getTaggedBy()).isEqualTo("grasp v000001");
        }

        @Test
        void theDifficultyOfTheSameRankSaysForWhichLevelItIsMade() {
            app.submits(submission("r-1").build());

            assertThat(app.tagged(1).get(0).getLevel()).isEqualTo("advanced");
        }

        @Test
        void everythingElseStaysAsItWasSubmitted() {
            Resource submitted =
                    submission("r-1").addressing("fractions.add-across").build();
            app.submits(submitted);

            assertThat(Resource.newBuilder(app.tagged(1).get(0))
                            .setTags(Map.of())
                            .setConfidences(Map.of())
                            .setLevel(null)
                            .setTaggedBy(null)
                            .build())
                    .isEqualTo(submitted);
        }

        @Test
        void whatThePersonWhoSubmittedItHasSetStays() {
            app.submits(ACatalog.resource("r-1", "novice")
                    .with(Map.of("difficulty", "easy", "series", "7b"))
                    .build());

            Resource resource = app.tagged(1).get(0);

            assertThat(resource.getLevel()).isEqualTo("novice");
            assertThat(resource.getTags())
                    .containsEntry("difficulty", "easy")
                    .containsEntry("series", "7b")
                    .containsEntry("subject", "mathematics");
            assertThat(resource.getConfidences()).containsOnlyKeys("tags.subject", "tags.learning-objective");
        }

        @Test
        void whatAPersonSetInTheCatalogStaysWhenTheResourceIsSubmittedAgain() {
            app.publishes(ACatalog.resource("r-1", "novice")
                    .with(Map.of("subject", "history"))
                    .taggedBy("teacher-3")
                    .build());
            app.submits(submission("r-1")
                    .titled("A better title")
                    .updated(NOON.plusSeconds(1))
                    .build());

            Resource resource = app.tagged(1).get(0);

            assertThat(resource.getTitle()).isEqualTo("A better title");
            assertThat(resource.getLevel()).isEqualTo("novice");
            assertThat(resource.getTags()).containsEntry("subject", "history").containsEntry("difficulty", "hard");
        }

        @Test
        void whatAPersonSetStaysHoweverOftenModelsTagWhatIsLeftOpen() {
            app.publishes(ACatalog.resource("r-1", "advanced")
                    .with(Map.of("subject", "history", "difficulty", "easy"))
                    .surely(Map.of("tags.difficulty", 0.4, "level", 0.4))
                    .taggedBy("grasp v000000")
                    .build());
            app.submits(submission("r-1").build());

            Resource resource = app.tagged(1).get(0);

            assertThat(resource.getTags()).containsEntry("subject", "history").containsEntry("difficulty", "hard");
            assertThat(resource.getConfidences()).doesNotContainKey("tags.subject");
        }

        @Test
        void aPersonWhoPutsTheirNameToAModelsTagsMakesThemTheirOwn() {
            app.publishes(ACatalog.resource("r-1", "novice")
                    .with(Map.of("difficulty", "easy"))
                    .surely(Map.of("tags.difficulty", 0.4, "level", 0.4))
                    .taggedBy("teacher-3")
                    .build());
            app.submits(submission("r-1").build());

            Resource resource = app.tagged(1).get(0);

            assertThat(resource.getTags()).containsEntry("difficulty", "easy");
            assertThat(resource.getLevel()).isEqualTo("novice");
        }

        @Test
        void aSubmissionThatIsOlderThanWhatAPersonPublishedSinceChangesNothing() {
            app.publishes(ACatalog.resource("r-1", "novice")
                    .updated(NOON.plusSeconds(1))
                    .build());
            app.submits(submission("r-1").updated(NOON).build());
            app.submits(submission("r-2").build());

            assertThat(app.tagged(1)).extracting(Resource::getResourceId).containsExactly("r-2");
        }

        @Test
        void aWholeCatalogSubmittedAtOnceComesOutInItsOrder() {
            List<String> ids = IntStream.range(0, 60).mapToObj(i -> "r-" + i).toList();
            ids.forEach(id -> app.submits(submission(id).build()));

            assertThat(app.tagged(60)).extracting(Resource::getResourceId).containsExactlyElementsOf(ids);
        }

        @Test
        void aTaggedResourceIsRecommendedToLearnersOfItsLevel() {
            app.submits(submission("r-1").build());
            app.tagged(1);

            app.receives(aClassification().at("advanced"));

            assertThat(app.recommendations())
                    .singleElement()
                    .satisfies(recommendation -> assertThat(recommendation.getResources())
                            .extracting(resource -> resource.getResourceId())
                            .containsExactly("r-1"));
        }
    }

    @Nested
    class WhereTheModelSaysNothing {
        @Test
        void withoutAModelSubmissionsWaitAndAreTaggedWhenOneComes() {
            app.submits(submission("r-1").build());
            serves(says(List.of(0.9, 0.1), List.of(0.1, 0.2, 0.7), List.of(0.8, 0.1, 0.6)));

            assertThat(app.tagged(1)).hasSize(1);
        }

        @Test
        void aTaskInWhichTheModelAbstainsOrFindsNothingLeavesNoTag() {
            serves(new Prediction(List.of(
                    new TaskPrediction(SUBJECT, scores(SUBJECT, List.of(0.5, 0.5)), List.of(), true),
                    new TaskPrediction(OBJECTIVE, scores(OBJECTIVE, List.of(0.1, 0.1, 0.1)), List.of(), false))));
            app.submits(submission("r-1").build());

            Resource resource = app.tagged(1).get(0);

            assertThat(resource.getTags()).isEmpty();
            assertThat(resource.getTaggedBy()).isNull();
        }

        @Test
        void aModelWithoutContentTasksPublishesWhatWasSubmitted() {
            app.serves(TestModels.tiny(scratch, 1, 1));
            Resource submitted = ACatalog.resource("r-1", "novice").build();
            app.submits(submitted);

            assertThat(app.tagged(1)).containsExactly(submitted);
        }
    }

    @Nested
    class SettingAside {
        @BeforeEach
        void aModelServes() {
            app.serves(new PoisonedBy(TestModels.tiny(scratch, 1, 1), "poison\nWhat it is about"));
        }

        @Test
        void aSubmissionWithoutWordsIsSetAside() {
            app.submits(submission("r-1").titled(" ").describedAs("").build());

            assertRefused(Stage.VALIDATE, "title and description are blank");
        }

        @Test
        void aSubmissionWithoutLearningTopicIsSetAside() {
            app.submits(submission("r-1").on(" ").build());

            assertRefused(Stage.VALIDATE, "learningTopic is blank");
        }

        @Test
        void aSubmissionWithoutIdIsSetAside() {
            app.submits(submission(" ").build());

            assertRefused(Stage.VALIDATE, "resourceId is blank");
        }

        @Test
        void aKeyThatIsNotTheResourceIsSetAsideBecauseCompactionWouldLoseAnother() {
            app.submitsBytes("r-2", bytes(submission("r-1").build()));

            assertRefused(Stage.VALIDATE, "key is not its resourceId");
        }

        @Test
        void aResourceWithoutRoomForTagsIsSetAside() {
            app.submits(submission("r-1").describedAs("x".repeat(1_000_000)).build());

            assertRefused(Stage.VALIDATE, "shorten it to 983040");
        }

        @Test
        void undecodableBytesAreSetAsideAsTheyAre() {
            app.submitsBytes("r-1", "not avro".getBytes(UTF_8));

            DeadLetter letter = assertRefused(Stage.DECODE, "");
            assertThat(letter.value()).isEqualTo("not avro".getBytes(UTF_8));
            assertThat(letter.origin().topic()).isEqualTo("resource-submissions");
        }

        @Test
        void aSubmissionWithoutValueIsSetAside() {
            app.submitsBytes("r-1", null);

            assertRefused(Stage.DECODE, "Has no value");
        }

        @Test
        void aResourceThatTheModelCannotJudgeIsSetAsideAndItsNeighboursAreTagged() {
            app.submits(submission("r-1").build());
            app.submits(submission("r-2").titled("poison").build());
            app.submits(submission("r-3").build());

            assertThat(app.tagged(2)).extracting(Resource::getResourceId).containsExactly("r-1", "r-3");
            DeadLetter letter = assertRefused(Stage.CLASSIFY, "fails on this text");
            assertThat(letter.origin().offset()).isEqualTo(1);
        }

        private DeadLetter assertRefused(Stage stage, String reason) {
            DeadLetter letter = app.setAside(1).get(0);
            assertThat(letter.stage()).isEqualTo(stage);
            assertThat(letter.reason()).contains(reason);
            return letter;
        }
    }

    /** Lets a model serve that says the same of every resource on the tests' titles. */
    private void serves(Prediction prediction) {
        Map<String, Prediction> byText = new HashMap<>();
        IntStream.range(0, 60).forEach(i -> byText.put("Title of r-" + i + "\nWhat it is about", prediction));
        byText.put("A better title\nWhat it is about", prediction);
        app.serves(new Saying(TestModels.tiny(scratch, 1, 1), byText, Set.of()));
    }

    private static Prediction says(List<Double> subject, List<Double> difficulty, List<Double> objective) {
        return new Prediction(List.of(
                new TaskPrediction(LEVEL, scores(LEVEL, List.of(0.8, 0.1, 0.1)), List.of("novice"), false),
                new TaskPrediction(SUBJECT, scores(SUBJECT, subject), List.of("mathematics"), false),
                new TaskPrediction(DIFFICULTY, scores(DIFFICULTY, difficulty), List.of("hard"), false),
                new TaskPrediction(OBJECTIVE, scores(OBJECTIVE, objective), List.of("add", "simplify"), false)));
    }

    private static List<LabelScore> scores(Task task, List<Double> probabilities) {
        return IntStream.range(0, probabilities.size())
                .mapToObj(i -> new LabelScore(task.labels().get(i), probabilities.get(i)))
                .toList();
    }

    private static byte[] bytes(Resource resource) {
        Topics topics = new Topics("");
        return topics.resourceSubmissions().valueSerde().serializer().serialize("resource-submissions", resource);
    }
}
