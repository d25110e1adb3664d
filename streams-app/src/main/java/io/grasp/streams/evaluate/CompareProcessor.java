package io.grasp.streams.evaluate;

import io.grasp.events.Comparison;
import io.grasp.schemas.CompositeKey;
import io.grasp.streams.decide.Evidence;
import io.grasp.streams.decide.Evidence.Classified;
import io.grasp.streams.decide.Evidence.Erased;
import io.grasp.streams.decide.Evidence.Labelled;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Joins classifications with labels that come later, and sends what can be compared to its task and learning topic. */
final class CompareProcessor implements Processor<String, Evidence, String, Comparison> {
    private final Clock clock;
    private ProcessorContext<String, Comparison> context;
    private Judgements judgements;

    CompareProcessor(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Comparison> context) {
        this.context = context;
        judgements = new Judgements(context);
    }

    /** What cannot be read is set aside by others. */
    @Override
    public void process(Record<String, Evidence> record) {
        // A clock that is ahead would let all the others' memory end.
        long now = Math.max(0, Math.min(record.timestamp(), clock.millis()));
        Instant at = Instant.ofEpochMilli(now);
        if (record.value() instanceof Classified classified) {
            var classification = classified.classification();
            hear(
                    classification.getStudentId(),
                    classification.getInteractionId(),
                    now,
                    before -> before.with(classification, at));
        } else if (record.value() instanceof Labelled labelled) {
            var label = labelled.label();
            hear(
                    label.getInteraction().getStudentId(),
                    label.getInteractionId(),
                    now,
                    before -> before.with(label, at));
        } else if (record.value() instanceof Erased erased) {
            erase(erased.request().getStudentId());
        }
    }

    private void hear(String studentId, String interactionId, long now, UnaryOperator<Judgement> news) {
        Optional<Judgements.Kept> kept = judgements.find(studentId, interactionId);
        Judgement before = kept.map(Judgements.Kept::judgement).orElseGet(() -> Judgement.nothingYet(interactionId));
        Judgement after = news.apply(before);
        if (!after.equals(before)) {
            judgements.keep(studentId, after, kept.map(Judgements.Kept::since).orElse(now));
            forward(before, after);
        }
    }

    private void erase(String studentId) {
        judgements.erase(studentId).forEach(gone -> forward(gone, Judgement.nothingYet(gone.interactionId())));
    }

    private void forward(Judgement before, Judgement after) {
        after.comparisonsSince(before)
                .forEach(comparison -> context.forward(new Record<>(
                        CompositeKey.of(comparison.getDecision().getTask(), comparison.getLearningTopic()),
                        comparison,
                        comparison.getHeardAt().toEpochMilli())));
    }
}
