package io.grasp.trainer.loop;

import io.grasp.model.EncodedInput;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.InputWindows;
import io.grasp.model.text.InputLimits;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.finetune.RowTokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of all rows that a training reads, in their data set's order. Of a long text, learning reads the first
 * window only, so that no essay weighs as much as sixteen answers; judging reads them all, as serving does.
 */
record TokenizedRows(List<EncodedInput> training, List<EncodedInput> validation) {
    TokenizedRows {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Tokenizes a data set.
     *
     * @param maxLength the longest input in tokens, special ones included
     */
    static TokenizedRows of(Dataset dataset, EncoderFiles encoder, int maxLength) {
        try (RowTokenizer tokenizer = new RowTokenizer(encoder, InputLimits.windowed(maxLength))) {
            return new TokenizedRows(
                    tokens(dataset.training(), tokenizer).stream()
                            .map(tokens -> tokens.windows().get(0))
                            .toList(),
                    tokens(dataset.validation(), tokenizer));
        }
    }

    private static List<EncodedInput> tokens(List<LabeledRow> rows, RowTokenizer tokenizer) {
        return rows.stream().map(row -> tokenizer.encode(row.input())).toList();
    }

    /** Every window that the encoder will read. */
    List<EncodedInput> all() {
        List<EncodedInput> all = new ArrayList<>(training);
        all.addAll(new InputWindows(validation).all());
        return all;
    }
}
