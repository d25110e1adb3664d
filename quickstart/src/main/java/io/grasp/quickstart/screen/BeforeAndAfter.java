package io.grasp.quickstart.screen;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;
import static io.grasp.schemas.KnownTasks.MISCONCEPTION;

import io.grasp.events.Classification;
import io.grasp.trainer.dataset.LabeledRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows what two model versions make of the same texts, beside what a teacher says. */
public final class BeforeAndAfter {
    private static final String LINE = "%-44s  %-36s  %-36s  %s%n";

    private final Function<String, String> misconceptionName;

    /**
     * A table of two versions.
     *
     * @param misconceptionName the words for a misconception, by its id
     */
    public BeforeAndAfter(Function<String, String> misconceptionName) {
        this.misconceptionName = misconceptionName;
    }

    /**
     * Prints the texts in which a teacher sees a misconception, at most {@code lines} of them, and how many of all were
     * named right before and after.
     *
     * @param before classifications by row id
     * @param after classifications by row id
     */
    public void print(
            PrintWriter out,
            List<LabeledRow> rows,
            Map<String, Classification> before,
            Map<String, Classification> after,
            int lines) {
        List<LabeledRow> telling = rows.stream()
                .filter(row -> !row.labelsFor(MISCONCEPTION).isEmpty())
                .filter(row -> before.containsKey(row.id()) && after.containsKey(row.id()))
                .toList();
        if (telling.isEmpty()) {
            return;
        }
        out.printf(LINE, "wrote", "before", "now", "teacher");
        telling.stream()
                .limit(lines)
                .forEach(row -> out.printf(
                        LINE,
                        Excerpt.of(row.text(), 44),
                        Excerpt.of(said(before.get(row.id())), 36),
                        Excerpt.of(said(after.get(row.id())), 36),
                        Excerpt.of(taught(row), 60)));
        out.printf(
                Locale.ROOT,
                "Misconceptions named exactly as the teacher does: %d of %d before, %d of %d now%n",
                right(telling, before),
                telling.size(),
                right(telling, after),
                telling.size());
        out.flush();
    }

    private String said(@Nullable Classification classification) {
        return classification == null
                ? ""
                : words(Decided.by(classification, COMPREHENSION), classification.getMisconceptions());
    }

    private String taught(LabeledRow row) {
        return words(String.join("", row.labelsFor(COMPREHENSION)), row.labelsFor(MISCONCEPTION));
    }

    private String words(String level, List<String> misconceptions) {
        return misconceptions.isEmpty()
                ? level
                : level + ": "
                        + String.join(
                                ", ",
                                misconceptions.stream().map(misconceptionName).toList());
    }

    private static long right(List<LabeledRow> rows, Map<String, Classification> classifications) {
        return rows.stream()
                .filter(row -> {
                    Classification said = classifications.get(row.id());
                    return said != null
                            && List.copyOf(said.getMisconceptions()).containsAll(row.labelsFor(MISCONCEPTION))
                            && row.labelsFor(MISCONCEPTION).containsAll(said.getMisconceptions());
                })
                .count();
    }
}
