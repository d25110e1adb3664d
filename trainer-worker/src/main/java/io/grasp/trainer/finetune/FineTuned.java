package io.grasp.trainer.finetune;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Reading;
import io.grasp.model.head.ClassificationHead;
import java.util.List;
import java.util.Map;

/**
 * What was learnt.
 *
 * @param heads one a task
 * @param penalties by task, the L2 penalty per row of heads that were fitted to a frozen encoder; without those whose
 *     encoder learnt with them
 * @param reading how this encoder reads an input
 * @param vectors this encoder's vectors, with those that are known already
 * @param history what was logged while the encoder trained, oldest first; empty if it stayed as it was
 */
public record FineTuned(
        EncoderFiles encoder,
        List<ClassificationHead> heads,
        Map<String, Double> penalties,
        Reading reading,
        EmbeddedRows vectors,
        List<LogEntry> history,
        TrainingSpeed speed) {
    public FineTuned {
        heads = List.copyOf(heads);
        penalties = Map.copyOf(penalties);
        history = List.copyOf(history);
    }

    public FineTuned withHeads(List<ClassificationHead> others) {
        return new FineTuned(encoder, others, penalties, reading, vectors, history, speed);
    }
}
