package io.grasp.quickstart.system;

import io.grasp.events.LabeledInteraction;
import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.dataset.TaskScheme;
import io.grasp.trainer.labels.LabelRecords;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labels as teachers give them. */
final class Labels {
    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<String> LEVELS = List.of("novice", "intermediate", "advanced");
    private static final TaskScheme SCHEME = new TaskScheme(List.of(
            new TaskDefinition("comprehension", TaskKind.ORDINAL, LEVELS),
            new TaskDefinition("misconception", TaskKind.MULTI_LABEL, List.of())));

    private final TestCluster cluster;

    Labels(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Labels of comprehension. */
    void write(String learningTopic, int rows) {
        for (int i = 0; i < rows; i++) {
            write(learningTopic, learningTopic + "-" + i, "student-" + i % 7, NOON, i, List.of());
        }
        cluster.writer().flush();
    }

    /** Labels of comprehension and of a misconception. */
    void write(String learningTopic, int from, int to, String misconception) {
        for (int i = from; i < to; i++) {
            write(learningTopic, learningTopic + "-" + misconception + "-" + i, "bob", NOON, i, List.of(misconception));
        }
        cluster.writer().flush();
    }

    /** One label of a student, who wrote its text at that time. */
    void writeOf(String student, String id, Instant writtenAt) {
        write("fractions", id, student, writtenAt, 1, List.of());
        cluster.writer().flush();
    }

    /** A label whose key is not its interaction's id. */
    void writeUnder(String key, String student, Instant writtenAt) {
        cluster.writer()
                .write(cluster.topics().labels(), key, label("fractions", "i-1", student, writtenAt, 1, List.of()));
        cluster.writer().flush();
    }

    private void write(
            String learningTopic, String id, String student, Instant writtenAt, int i, List<String> misconceptions) {
        cluster.writer()
                .write(cluster.topics().labels(), id, label(learningTopic, id, student, writtenAt, i, misconceptions));
    }

    private static LabeledInteraction label(
            String learningTopic, String id, String student, Instant writtenAt, int i, List<String> misconceptions) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        labels.put("comprehension", List.of(LEVELS.get(i % 3)));
        labels.put("misconception", misconceptions);
        LabeledRow row = new LabeledRow(
                id,
                student,
                learningTopic,
                "ANSWER",
                null,
                null,
                "word ".repeat(1 + i % 3) + id,
                labels,
                null,
                writtenAt);
        return LabelRecords.labeled(row, SCHEME, "teacher", writtenAt);
    }
}
