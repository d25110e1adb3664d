package io.grasp.streams.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How large a batch may be, and how long it may take to become so: a few texts cost not much less than many.
 *
 * @param maxTokens most tokens of a batch, those of all windows and padding included; a text that has more goes alone
 * @param maxTexts most texts of a batch
 * @param gather how long a text may wait for others to join it, while an inference thread is free
 */
public record BatchShape(int maxTokens, int maxTexts, Duration gather) {
    public BatchShape {
        if (maxTokens < 1 || maxTexts < 1) {
            throw new IllegalArgumentException(
                    "A batch needs room for a token and a text, but got %d tokens and %d texts"
                            .formatted(maxTokens, maxTexts));
        }
    }

    /**
     * Chooses the next batch: the text that has waited longest, and those of the same model version whose length is
     * nearest to its length, as many as fit. Nobody starves, and little padding is computed. Texts of several windows
     * are among themselves, so that no short answer waits until an essay is read.
     *
     * @param waiting in order of arrival, not empty
     */
    List<WaitingText> choose(List<WaitingText> waiting) {
        WaitingText longestWaiting = waiting.get(0);
        List<WaitingText> alike = waiting.stream()
                .skip(1)
                .filter(text -> text.model() == longestWaiting.model() && text.isLong() == longestWaiting.isLong())
                .sorted(Comparator.comparingInt(text -> Math.abs(text.tokens() - longestWaiting.tokens())))
                .toList();
        List<WaitingText> batch = new ArrayList<>();
        batch.add(longestWaiting);
        int width = longestWaiting.tokens();
        int rows = longestWaiting.windows();
        for (WaitingText text : alike) {
            int widened = Math.max(width, text.tokens());
            if (batch.size() == maxTexts || (long) widened * (rows + text.windows()) > maxTokens) {
                break;
            }
            batch.add(text);
            width = widened;
            rows += text.windows();
        }
        return batch;
    }
}
