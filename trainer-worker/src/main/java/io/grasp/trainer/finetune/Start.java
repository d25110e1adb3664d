package io.grasp.trainer.finetune;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.ClassificationHead;
import java.util.List;

/**
 * Where a training begins.
 *
 * @param heads those that a model before this one learnt on that encoder, to go on from; empty to learn them anew
 */
public record Start(EncoderFiles encoder, List<ClassificationHead> heads) {
    public Start {
        heads = List.copyOf(heads);
    }

    /** An encoder that has learnt no task yet. */
    public static Start from(EncoderFiles encoder) {
        return new Start(encoder, List.of());
    }
}
