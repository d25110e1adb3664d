package io.grasp.streams.inference;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.streams.serving.TextClassifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Lets the first version predict batches of every size and length before it serves: the first passes of an engine are
 * slow, and nobody's answer should wait for them. Later ones, which load while others serve, predict once. Remembers
 * how long a full batch took. For one thread; what it remembers is for any.
 */
public final class WarmUp implements Consumer<TextClassifier> {
    private static final int[] WORDS = {4, 16, 64};
    private static final String PROMPT = "What does this prompt ask for, and why?";

    private final BatchShape shape;
    private volatile double secondsAText = Double.NaN;

    /** @param shape of the largest batch */
    public WarmUp(BatchShape shape) {
        this.shape = shape;
    }

    @Override
    public void accept(TextClassifier classifier) {
        if (secondsAText().isPresent()) {
            // The process is warm; what is left are the version's own weights, which one batch touches.
            classifier.predict(batch(classifier, 1, WORDS[0]));
            return;
        }
        // shorter texts last: a full batch of them is the usual one, and then it is warm
        for (int i = WORDS.length - 1; i >= 0; i--) {
            for (int texts = 1; texts <= shape.maxTexts(); texts *= 2) {
                List<EncodedInput> batch = batch(classifier, texts, WORDS[i]);
                long begun = System.nanoTime();
                classifier.predict(batch);
                secondsAText = (System.nanoTime() - begun) / 1e9 / batch.size();
            }
        }
    }

    /** As many of so many texts as fit; no two alike, so that none is answered from memory. */
    private List<EncodedInput> batch(TextClassifier classifier, int texts, int words) {
        List<EncodedInput> batch = new ArrayList<>();
        int tokens = 0;
        for (int number = 0; number < texts; number++) {
            ModelInput input = ModelInput.answering(
                    number % 2 == 0 ? PROMPT : null, null, "word ".repeat(words) + texts + " " + number);
            EncodedInput encoded = classifier.encode(input);
            tokens += classifier.tokensToCompute(encoded);
            if (number > 0 && tokens > shape.maxTokens()) {
                break;
            }
            batch.add(encoded);
        }
        return batch;
    }

    /** How long a short text of a full batch took, on one thread; empty before the first version. */
    public OptionalDouble secondsAText() {
        return Double.isNaN(secondsAText) ? OptionalDouble.empty() : OptionalDouble.of(secondsAText);
    }

    /**
     * Returns what is wrong if a full queue holds more work than a stream thread may wait for.
     *
     * @param capacity how many texts may wait
     * @param threads how many inference threads work at once
     * @param longestWait of a stream thread
     */
    public Optional<String> concern(int capacity, int threads, Duration longestWait) {
        double seconds = secondsAText().orElse(0) * capacity / threads;
        return seconds * 1e9 <= longestWait.toNanos()
                ? Optional.empty()
                : Optional.of(
                        ("a full queue of %d interactions takes %.0f s, longer than the %d s that a stream thread may"
                                        + " wait before it must commit; lower inference.queue.texts, or raise"
                                        + " kafka.max.poll.interval.ms and kafka.producer.transaction.timeout.ms")
                                .formatted(capacity, seconds, longestWait.toSeconds()));
    }
}
