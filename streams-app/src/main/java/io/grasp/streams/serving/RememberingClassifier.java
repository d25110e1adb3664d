package io.grasp.streams.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers an input that this version has seen before from memory, and computes one that a batch holds twice only once.
 * Sound because the key is the exact encoded input and the cache lives and dies with its version.
 */
public final class RememberingClassifier implements TextClassifier {
    private final TextClassifier origin;
    private final Cache<EncodedInput, Prediction> answers;

    /** @param capacity how many answers to keep; that of a long text counts as its windows, which are its key */
    public RememberingClassifier(TextClassifier origin, long capacity) {
        this.origin = origin;
        this.answers = Caffeine.newBuilder()
                // on the calling thread, so that the bound holds as soon as an answer is kept
                .executor(Runnable::run)
                .maximumWeight(capacity)
                .weigher((EncodedInput input, Prediction answer) ->
                        input.windows().size())
                .build();
    }

    /** Returns {@code origin} with that memory, or as it is if it shall have none. */
    public static TextClassifier around(TextClassifier origin, long capacity) {
        return capacity == 0 ? origin : new RememberingClassifier(origin, capacity);
    }

    @Override
    public EncodedInput encode(ModelInput input) {
        return origin.encode(input);
    }

    @Override
    public Optional<Prediction> exitEarly(EncodedInput input, String learningTopic) {
        return origin.exitEarly(input, learningTopic);
    }

    @Override
    public Optional<Prediction> answerAtOnce(EncodedInput input) {
        return Optional.ofNullable(answers.getIfPresent(input)).or(() -> origin.answerAtOnce(input));
    }

    @Override
    public int tokensToCompute(EncodedInput input) {
        return origin.tokensToCompute(input);
    }

    @Override
    public List<Prediction> predict(List<EncodedInput> batch) {
        Map<EncodedInput, @Nullable Prediction> known = new LinkedHashMap<>();
        for (EncodedInput input : batch) {
            known.computeIfAbsent(input, answers::getIfPresent);
        }
        computeWhatIsMissing(batch, known);
        List<Prediction> predictions = new ArrayList<>(batch.size());
        for (EncodedInput input : batch) {
            Prediction prediction = known.get(input);
            if (prediction == null) {
                throw new IllegalStateException("Model " + identity() + " gave fewer predictions than inputs");
            }
            predictions.add(prediction);
        }
        return predictions;
    }

    private void computeWhatIsMissing(List<EncodedInput> batch, Map<EncodedInput, @Nullable Prediction> known) {
        List<EncodedInput> missing = batch.stream()
                .distinct()
                .filter(input -> !known.containsKey(input))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        List<Prediction> computed = origin.predict(missing);
        for (int i = 0; i < missing.size(); i++) {
            known.put(missing.get(i), computed.get(i));
            answers.put(missing.get(i), computed.get(i));
        }
    }

    @Override
    public ModelIdentity identity() {
        return origin.identity();
    }

    @Override
    public boolean isNewTo(String learningTopic) {
        return origin.isNewTo(learningTopic);
    }

    @Override
    public void close() {
        answers.invalidateAll();
        origin.close();
    }
}
