package io.grasp.trainer.calibrate;

import io.grasp.model.Task;
import io.grasp.model.TaskPrediction;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.EarlyExit;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds from which certainty on the lexical part of a head may decide alone: the lowest from which on, of validation
 * rows on learning topics that were learnt, it decides as the whole head does, but for a few in a thousand. Whether
 * either is right does not count: a cascade must not change decisions. Draws no random numbers.
 */
public final class EarlyExits {
    /** Of those that it decides. */
    private static final double LEAST_AGREEMENT = 0.995;
    /** As if half a decision more had differed: a hundred that agree are needed before any is believed. */
    private static final double DOUBT = 0.5;

    private final Set<String> learnt;

    /** @param training the rows that taught the model; their learning topics count as learnt, if they have any */
    public EarlyExits(List<LabeledRow> training) {
        this.learnt = training.stream()
                .map(LabeledRow::learningTopic)
                .filter(learningTopic -> !learningTopic.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the head with its early exit; as it is if it reads no words or they are never to be trusted.
     *
     * @param head calibrated
     * @param vectors the pooled vector of each validation row, in the rows' order
     */
    public ClassificationHead addTo(ClassificationHead head, List<LabeledRow> validation, List<float[]> vectors) {
        if (head.lexical().isEmpty()) {
            return head;
        }
        List<Known> known = known(validation, vectors);
        double temperature = temperature(head.task(), head.lexical().get(), known);
        List<Trial> trials = new ArrayList<>();
        for (Known row : known) {
            TaskPrediction alone = head.byWordsAlone(row.wording(), temperature);
            if (!alone.abstained()) {
                List<String> whole = head.predict(row.vector(), row.wording()).decided();
                trials.add(new Trial(alone.certainty(), alone.decided().equals(whole)));
            }
        }
        return lowest(trials)
                .map(sureFrom ->
                        head.withCalibration(head.calibration().withEarlyExit(new EarlyExit(temperature, sureFrom))))
                .orElse(head);
    }

    /** What words alone said of a row: how certain they were, and whether the whole head decided the same. */
    record Trial(double certainty, boolean agrees) {}

    /** The lowest certainty from which on they agree, empty if there is none. */
    static Optional<Double> lowest(List<Trial> trials) {
        List<Trial> surestFirst = trials.stream()
                .sorted(Comparator.comparingDouble(Trial::certainty).reversed())
                .toList();
        Optional<Double> lowest = Optional.empty();
        int differ = 0;
        for (int i = 0; i < surestFirst.size(); i++) {
            differ += surestFirst.get(i).agrees() ? 0 : 1;
            double certainty = surestFirst.get(i).certainty();
            boolean more = i + 1 < surestFirst.size() && surestFirst.get(i + 1).certainty() == certainty;
            if (!more && (differ + DOUBT) / (i + 2) <= 1 - LEAST_AGREEMENT) {
                lowest = Optional.of(certainty);
            }
        }
        return lowest;
    }

    /** A row on a learning topic that was learnt; lives only while a head is calibrated. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Known(LabeledRow row, float[] vector, LexicalFeatures wording) {}

    private List<Known> known(List<LabeledRow> validation, List<float[]> vectors) {
        return IntStream.range(0, validation.size())
                .filter(i -> learnt.contains(validation.get(i).learningTopic()))
                .mapToObj(i -> new Known(
                        validation.get(i),
                        vectors.get(i),
                        LexicalFeatures.of(validation.get(i).input())))
                .toList();
    }

    private static double temperature(Task task, LexicalHead words, List<Known> known) {
        List<Temperature.Scored> scored = known.stream()
                .filter(row -> row.row().isLabeledFor(task.name()))
                .flatMap(row ->
                        Temperature.Scored.of(
                                task, Set.copyOf(row.row().labelsFor(task.name())), words.logits(row.wording()))
                                .stream())
                .toList();
        return Temperature.best(task.kind(), scored);
    }
}
