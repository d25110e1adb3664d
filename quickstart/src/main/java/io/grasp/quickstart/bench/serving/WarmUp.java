package io.grasp.quickstart.bench.serving;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are as long as those which are measured and say none of it, so that nothing that is remembered of them
 * answers what is measured: the words of text, prompt and reference answer stand in reverse, and the text ends with a
 * number. Their students write nothing else.
 */
final class WarmUp {
    private WarmUp() {}

    /** So many of them; rows are gone through again where there are too few. */
    static List<LabeledRow> of(List<LabeledRow> rows, int count) {
        List<LabeledRow> warmUp = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            warmUp.add(of(rows.get(number % rows.size()), number));
        }
        return warmUp;
    }

    private static LabeledRow of(LabeledRow row, int number) {
        return new LabeledRow(
                "warm-up-" + number,
                "warm-up-" + row.student(),
                row.learningTopic(),
                row.kind(),
                reversed(row.prompt()),
                reversed(row.referenceAnswer()),
                reversed(row.text()) + " " + number,
                Map.of(),
                null,
                null);
    }

    private static @Nullable String reversed(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+", -1)));
        Collections.reverse(words);
        return String.join(" ", words);
    }
}
