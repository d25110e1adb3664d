package io.grasp.trainer.finetune;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.head.ClassificationHead;
import java.util.List;

/**
 * What was learnt.
 *
 * @param heads one a task
 * @param maxLength the longest input in tokens, special ones included
 * @param vectors this encoder's vectors, with those that are known already
 * @param history what was logged while the encoder trained, oldest first; empty if it stayed as it was
 */
public record FineTuned(
        EncoderFiles encoder,
        List<ClassificationHead> heads,
        Pooling pooling,
        int maxLength,
        EmbeddedRows vectors,
        List<LogEntry> history,
        TrainingSpeed speed) {
    public FineTuned {
        heads = List.copyOf(heads);
        history = List.copyOf(history);
    }

    public FineTuned withHeads(List<ClassificationHead> others) {
        return new FineTuned(encoder, others, pooling, maxLength, vectors, history, speed);
    }
}
