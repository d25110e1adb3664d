package io.grasp.streams.tag;

import io.grasp.events.Resource;
import io.grasp.model.ModelInput;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Origin;
import io.grasp.schemas.Stage;
import io.grasp.schemas.Topic;
import io.grasp.streams.catalog.Catalog;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.pending.Answer;
import io.grasp.streams.pending.OrderedAnswers;
import io.grasp.streams.pending.PendingRecords;
import io.grasp.streams.pending.PendingRecords.Pending;
import io.grasp.streams.pending.Questions;
import io.grasp.streams.serving.LiveModel;
import io.grasp.streams.serving.ModelIdentity;
import io.grasp.streams.tag.TagOutcome.Rejected;
import io.grasp.streams.tag.TagOutcome.Tagged;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tags submitted resources, in order and exactly once: see {@link OrderedAnswers}. */
final class TagProcessor implements Processor<byte[], byte[], String, TagOutcome>, Questions<Resource> {
    private static final Logger LOG = LoggerFactory.getLogger(TagProcessor.class);

    static final String PENDING = "pending-submissions";
    private static final Duration LOOK_FOR_ANSWERS = Duration.ofMillis(20);
    /** Few and short, so that a whole catalog submitted at once holds up no student's answer. */
    private static final int IN_INFERENCE_AT_ONCE = 16;

    private static final Duration LONGEST_WAIT = Duration.ofMillis(20);

    private final Topic<String, Resource> submissions;
    private final SubmissionRules rules;
    private final TaggingRule tagging;
    private final Catalog catalog;
    private final LiveModel liveModel;
    private final InferenceQueue inference;

    private ProcessorContext<String, TagOutcome> context;
    private OrderedAnswers<Resource> answers;

    TagProcessor(
            Topic<String, Resource> submissions,
            Topic<String, Resource> resources,
            TaggingSettings settings,
            Catalog catalog,
            LiveModel liveModel,
            InferenceQueue inference) {
        this.submissions = submissions;
        this.rules = new SubmissionRules(resources.policy().maxMessageBytes());
        this.tagging = new TaggingRule(settings.tasks());
        this.catalog = catalog;
        this.liveModel = liveModel;
        this.inference = inference;
    }

    @Override
    public void init(ProcessorContext<String, TagOutcome> context) {
        this.context = context;
        answers = new OrderedAnswers<>(
                new PendingRecords(context.getStateStore(PENDING)),
                liveModel,
                inference,
                this,
                IN_INFERENCE_AT_ONCE,
                () -> LONGEST_WAIT);
        answers.takeUpAgain(submissions);
        context.schedule(LOOK_FOR_ANSWERS, PunctuationType.WALL_CLOCK_TIME, now -> answers.comeRound());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("The tag step must read a topic directly"));
        Origin origin = new Origin(from.topic(), from.partition(), from.offset(), record.timestamp());
        Decoded<Resource> decoded = Decoded.decode(submissions, record.value());
        if (decoded instanceof Decoded.Value<Resource> value) {
            Optional<String> refusal = rules.refusal(record.key(), record.value(), value.value());
            if (refusal.isPresent()) {
                setAside(new DeadLetter(record.key(), record.value(), Stage.VALIDATE, refusal.get(), origin));
            } else {
                answers.add(new Pending(from.offset(), record.timestamp(), record.value()), value.value());
            }
        } else if (decoded instanceof Decoded.Undecodable<Resource> undecodable) {
            setAside(new DeadLetter(record.key(), record.value(), Stage.DECODE, undecodable.reason(), origin));
        }
        answers.keepUp();
    }

    @Override
    public void close() {
        if (answers != null) { // a task can be closed before it was opened
            answers.close();
        }
    }

    /** Content tasks are learnt from labelled texts of this form. */
    @Override
    public ModelInput input(Resource submission) {
        String text = (submission.getTitle() + "\n" + submission.getDescription()).strip();
        return ModelInput.ofText(text).on(submission.getLearningTopic());
    }

    @Override
    public void adopted(ModelIdentity model, Pending first) {
        // Each tagged resource says itself which version tagged it.
    }

    @Override
    public void answered(Pending pending, Resource submission, Answer answer) {
        if (answer instanceof Answer.Predicted predicted) {
            tag(pending, submission, predicted);
        } else if (answer instanceof Answer.Failed failed) {
            setAside(failed.letter(
                    submission.getResourceId(),
                    pending,
                    submissions,
                    context.taskId().partition()));
        }
    }

    private void tag(Pending pending, Resource submission, Answer.Predicted predicted) {
        Optional<Resource> before = catalog.resource(submission.getResourceId());
        if (before.filter(entry -> entry.getUpdatedAt().isAfter(submission.getUpdatedAt()))
                .isPresent()) {
            LOG.atInfo()
                    .addKeyValue("resource", submission.getResourceId())
                    .addKeyValue("offset", pending.offset())
                    .log("Submission is older than what is published, and changes nothing");
            return;
        }
        PersonsTags persons =
                PersonsTags.of(submission).orElse(before.map(PersonsTags::of).orElse(PersonsTags.NONE));
        context.forward(new Record<>(
                submission.getResourceId(),
                new Tagged(tagging.tagged(submission, persons, predicted.prediction(), predicted.model())),
                pending.timestamp()));
    }

    private void setAside(DeadLetter letter) {
        context.forward(new Record<>("", new Rejected(letter), letter.origin().timestampMillis()));
    }
}
