package io.grasp.quickstart.bench;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;
import static io.grasp.schemas.KnownTasks.ENGAGEMENT;
import static io.grasp.schemas.KnownTasks.MISCONCEPTION;

import io.grasp.events.Classification;
import io.grasp.events.InteractionKind;
import io.grasp.events.LabelProbability;
import io.grasp.events.Misconception;
import io.grasp.events.ModelReference;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Classifications as students of a large school make them: one round after another, everybody writes once on each
 * learning topic. As long as those of the shipped sample's model, with ids as platforms give them.
 *
 * @param learningTopics on which each student writes
 * @param rounds how often each student writes on each
 * @param misconceptions of which the model gives the probability of each
 */
record StudentPopulation(int students, int learningTopics, int rounds, List<Misconception> misconceptions, long seed) {
    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<String> LEVELS = List.of("novice", "intermediate", "advanced");
    private static final List<String> MOODS = List.of("engaged", "neutral", "confused", "frustrated", "bored");

    int classifications() {
        return students * learningTopics * rounds;
    }

    /** The one of that number; those of a round are neighbours. */
    Classification classification(int number) {
        int student = number % students;
        int learningTopic = number / students % learningTopics;
        Random random = new Random(seed * 31 + number);
        // Seconds between two students, so that a round takes a day or more.
        Instant at = BEGIN.plusSeconds(number);
        List<String> shown = random.nextInt(3) == 0 ? List.of(misconceptionOn(learningTopic, random)) : List.of();
        TaskDecision comprehension = decision(COMPREHENSION, TaskKind.ORDINAL, LEVELS, random);
        return Classification.newBuilder()
                .setInteractionId(new UUID(random.nextLong(), random.nextLong()).toString())
                .setStudentId(studentId(student))
                .setLearningTopic(nameOf(learningTopic))
                .setKind(InteractionKind.ANSWER)
                .setComprehensionLevel(comprehension.getDecided().get(0))
                .setMisconceptions(shown)
                .setTasks(List.of(
                        comprehension,
                        decision(ENGAGEMENT, TaskKind.SINGLE_LABEL, MOODS, random),
                        misconceptions(shown, random)))
                .setModel(new ModelReference("grasp", "v000001", "0".repeat(64)))
                .setSourcePartition(0)
                .setSourceOffset(number)
                .setOccurredAt(at)
                .setClassifiedAt(at)
                .build();
    }

    private String studentId(int student) {
        return UUID.nameUUIDFromBytes(("student-" + student).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The sample's learning topics, then others, for which the catalog has nothing. */
    private String nameOf(int learningTopic) {
        List<String> known = misconceptions.stream()
                .map(Misconception::getLearningTopic)
                .distinct()
                .toList();
        return learningTopic < known.size() ? known.get(learningTopic) : "learning-topic-" + learningTopic;
    }

    private String misconceptionOn(int learningTopic, Random random) {
        List<String> possible = misconceptions.stream()
                .filter(each -> each.getLearningTopic().equals(nameOf(learningTopic)))
                .map(Misconception::getMisconceptionId)
                .toList();
        return possible.isEmpty()
                ? "misconception-" + random.nextInt(6)
                : possible.get(random.nextInt(possible.size()));
    }

    private static TaskDecision decision(String task, TaskKind kind, List<String> labels, Random random) {
        double[] weights = labels.stream()
                .mapToDouble(label -> -Math.log(1 - random.nextDouble()))
                .toArray();
        double sum =
                IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
        int best = IntStream.range(0, weights.length)
                .reduce((a, b) -> weights[a] >= weights[b] ? a : b)
                .orElseThrow();
        return TaskDecision.newBuilder()
                .setTask(task)
                .setKind(kind)
                .setDecided(List.of(labels.get(best)))
                .setAbstained(false)
                .setConfidence(weights[best] / sum)
                .setProbabilities(IntStream.range(0, weights.length)
                        .mapToObj(i -> new LabelProbability(labels.get(i), weights[i] / sum))
                        .toList())
                .build();
    }

    private TaskDecision misconceptions(List<String> shown, Random random) {
        return TaskDecision.newBuilder()
                .setTask(MISCONCEPTION)
                .setKind(TaskKind.MULTI_LABEL)
                .setDecided(shown)
                .setAbstained(false)
                .setConfidence(0.8)
                .setProbabilities(misconceptions.stream()
                        .map(Misconception::getMisconceptionId)
                        .map(id -> new LabelProbability(
                                id, shown.contains(id) ? 0.5 + random.nextDouble() / 2 : random.nextDouble() / 5))
                        .toList())
                .build();
    }
}
