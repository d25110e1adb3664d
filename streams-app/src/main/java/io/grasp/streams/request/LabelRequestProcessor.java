package io.grasp.streams.request;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.LabelRequest;
import io.grasp.streams.classify.Outcome;
import io.grasp.streams.classify.Outcome.Classified;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Asks people to label what would teach the model most, and an honest sample, within a budget. Decides by the
 * classification, ids and the records' timestamps alone, so a replay of the same classifications asks the same.
 */
final class LabelRequestProcessor implements Processor<String, Outcome, String, LabelRequest> {
    /** A clock that is wrong by more than this must not use up the budgets of days to come. */
    private static final Duration FURTHEST_AHEAD = Duration.ofDays(1);

    private final LabelRequestSettings settings;
    private final int partitions;
    private final HonestSample sample;
    private final DoubtRule doubts;

    private ProcessorContext<String, LabelRequest> context;
    private DailyBudget budget;
    private RequestedLabels requested;

    LabelRequestProcessor(LabelRequestSettings settings, Set<String> contentTasks, int partitions) {
        this.settings = settings;
        this.partitions = partitions;
        this.sample = new HonestSample(settings.sampleRate());
        this.doubts = new DoubtRule(settings.narrowMargin(), contentTasks);
    }

    @Override
    public void init(ProcessorContext<String, LabelRequest> context) {
        this.context = context;
        Share share = new Share(context.taskId().partition(), partitions);
        budget = new DailyBudget(context.getStateStore(DailyBudget.STORE), settings, share);
        requested = new RequestedLabels(context.getStateStore(RequestedLabels.STORE));
    }

    @Override
    public void process(Record<String, Outcome> record) {
        Classified classified = (Classified) record.value();
        String id = classified.interaction().getInteractionId();
        long timestamp = plausible(record.timestamp(), classified);
        boolean isDegraded = classified.classification().getDecidedBy() == DecisionPath.DEGRADED;
        if (settings.budget() > 0 && !isDegraded && !requested.contains(id)) {
            forHonesty(classified, timestamp)
                    .or(() -> forDoubt(classified, timestamp))
                    .ifPresent(why -> {
                        requested.add(id, timestamp);
                        context.forward(new Record<>(id, request(classified, why), record.timestamp()));
                    });
        }
    }

    private Optional<Doubt> forHonesty(Classified classified, long timestamp) {
        String learningTopic = classified.interaction().getLearningTopic();
        if (!sample.includes(classified.interaction().getInteractionId())
                || budget.spentPart(Purse.SAMPLE, learningTopic, timestamp) >= 1) {
            return Optional.empty();
        }
        budget.spend(Purse.SAMPLE, learningTopic, timestamp);
        return Optional.of(new Doubt(
                1,
                "Chosen by chance, whatever the model said, to check how well it does.",
                doubts.allTasks(classified.classification())));
    }

    /** The more of the day's budget is spent, the greater a doubt must be; so the early ones do not take it all. */
    private Optional<Doubt> forDoubt(Classified classified, long timestamp) {
        String learningTopic = classified.interaction().getLearningTopic();
        double spent = budget.spentPart(Purse.DOUBT, learningTopic, timestamp);
        if (spent >= 1) {
            return Optional.empty();
        }
        Optional<Doubt> doubt = doubts.greatest(classified).filter(found -> found.weight() >= spent);
        doubt.ifPresent(found -> budget.spend(Purse.DOUBT, learningTopic, timestamp));
        return doubt;
    }

    private static long plausible(long timestamp, Classified classified) {
        return Math.min(
                timestamp,
                classified
                        .classification()
                        .getClassifiedAt()
                        .plus(FURTHEST_AHEAD)
                        .toEpochMilli());
    }

    private static LabelRequest request(Classified classified, Doubt why) {
        Classification classification = classified.classification();
        return LabelRequest.newBuilder()
                .setInteractionId(classification.getInteractionId())
                .setStudentId(classification.getStudentId())
                .setLearningTopic(classification.getLearningTopic())
                .setReason(why.reason())
                .setTasks(why.tasks())
                .setInteraction(classified.interaction())
                .setRequestedAt(classification.getClassifiedAt())
                .build();
    }
}
