package io.grasp.streams;

import io.grasp.schemas.DeadLetter;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Turns a dead letter into a record: the original key and value, with stage, reason and origin in the headers. */
final class DeadLetterProcessor implements Processor<String, DeadLetter, byte[], byte[]> {
    private final String applicationId;
    private ProcessorContext<byte[], byte[]> context;

    DeadLetterProcessor(String applicationId) {
        this.applicationId = applicationId;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<String, DeadLetter> record) {
        DeadLetter letter = record.value();
        context.forward(
                new Record<>(letter.key(), letter.value(), record.timestamp(), letter.toHeaders(applicationId)));
    }
}
