package io.grasp.trainer.finetune;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.text.InputLimits;
import io.grasp.model.text.TextTokenizer;
import io.grasp.model.text.UntokenizableTextException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An encoder's tokenizer for labelled rows, of which one that cannot be read must not end a training: it counts as
 * blank. Owns the native tokenizer until {@link #close}. Safe for any number of threads.
 */
public final class RowTokenizer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowTokenizer.class);

    private final TextTokenizer tokenizer;
    private final InputLimits limits;

    /** Opens it. */
    public RowTokenizer(EncoderFiles encoder, InputLimits limits) {
        this.limits = limits;
        this.tokenizer = new TextTokenizer(encoder.tokenizerJson());
    }

    public EncodedInput encode(ModelInput input) {
        try {
            return tokenizer.encode(input, limits);
        } catch (UntokenizableTextException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A row counts as blank: its text can't be read");
            return tokenizer.encode(ModelInput.ofText(""), limits);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
