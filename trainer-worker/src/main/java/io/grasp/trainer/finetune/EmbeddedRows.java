package io.grasp.trainer.finetune;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Reading;
import io.grasp.model.encoder.SentenceEncoder;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.trainer.Progress;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One encoder's pooled vectors, each input encoded once. Native memory is held only while something new is encoded.
 * Safe for any number of threads, which take turns. The vectors are shared: nobody may write to them.
 */
public final class EmbeddedRows {
    /** About 150 MB at 384 floats a vector; beyond it vectors are made again. */
    private static final int MAX_KEPT = 100_000;

    private final EncoderFiles encoder;
    private final Reading reading;
    private final int batchSize;
    private final Map<ModelInput, float[]> known = new HashMap<>();

    /**
     * Vectors of that encoder, none known yet.
     *
     * @param batchSize how many inputs at most are encoded in one forward pass
     */
    public EmbeddedRows(EncoderFiles encoder, Reading reading, int batchSize) {
        this.encoder = encoder;
        this.reading = reading;
        this.batchSize = batchSize;
    }

    /** The vectors that a model of this package is served with, none known yet. */
    public static EmbeddedRows asServed(ModelPackage files, int batchSize) {
        return new EmbeddedRows(files.encoder(), files.manifest().reading(), batchSize);
    }

    /** Whether these are the vectors of that encoder, used in that way. */
    public boolean areOf(EncoderFiles other, Reading otherReading) {
        return reading.equals(otherReading) && isSame(encoder, other);
    }

    /** Whether these are the vectors that a model of this package is served with. */
    public boolean areServedWith(ModelPackage files) {
        return areOf(files.encoder(), files.manifest().reading());
    }

    private static boolean isSame(EncoderFiles left, EncoderFiles right) {
        return left.config().equals(right.config())
                && Arrays.equals(left.tokenizerJson(), right.tokenizerJson())
                && left.weights().equals(right.weights());
    }

    /**
     * Returns vectors, encoding what is not known yet.
     *
     * @return the vector of each row, in the rows' order
     */
    public synchronized List<float[]> of(List<LabeledRow> rows, String step, Progress progress) {
        List<ModelInput> inputs = rows.stream().map(LabeledRow::input).toList();
        Set<ModelInput> missing = new LinkedHashSet<>(inputs);
        missing.removeAll(known.keySet());
        Map<ModelInput, float[]> fresh = missing.isEmpty() ? Map.of() : encode(missing, step, progress);
        List<float[]> vectors = new ArrayList<>(inputs.size());
        for (ModelInput input : inputs) {
            float[] vector = known.get(input);
            vectors.add(vector == null ? fresh.get(input) : vector);
        }
        if (known.size() + fresh.size() <= MAX_KEPT) {
            known.putAll(fresh);
        }
        return vectors;
    }

    private Map<ModelInput, float[]> encode(Set<ModelInput> inputs, String step, Progress progress) {
        progress.start(step, inputs.size(), "rows");
        try (SentenceEncoder sentenceEncoder = new SentenceEncoder(encoder, reading);
                RowTokenizer tokenizer = new RowTokenizer(encoder, reading.limits())) {
            Map<ModelInput, EncodedInput> tokens = new LinkedHashMap<>();
            inputs.forEach(input -> tokens.put(input, tokenizer.encode(input)));
            Map<EncodedInput, float[]> embedded = new ParallelPasses(batchSize, progress)
                    .over(new LinkedHashSet<>(tokens.values()), sentenceEncoder::embed);
            Map<ModelInput, float[]> vectors = new HashMap<>();
            tokens.forEach((input, encoded) -> vectors.put(input, Objects.requireNonNull(embedded.get(encoded))));
            return vectors;
        } finally {
            progress.done();
        }
    }
}
