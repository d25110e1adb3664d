package io.grasp.trainer.finetune;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.SentenceEncoder;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.text.InputLimits;
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
    private final Pooling pooling;
    private final InputLimits limits;
    private final int batchSize;
    private final Map<ModelInput, float[]> known = new HashMap<>();

    /**
     * Vectors of that encoder, none known yet. Long texts are read in windows, as a model that was trained here will.
     *
     * @param batchSize how many inputs at most are encoded in one forward pass
     */
    public EmbeddedRows(EncoderFiles encoder, Pooling pooling, int maxLength, int batchSize) {
        this(encoder, pooling, InputLimits.windowed(maxLength), batchSize);
    }

    private EmbeddedRows(EncoderFiles encoder, Pooling pooling, InputLimits limits, int batchSize) {
        this.encoder = encoder;
        this.pooling = pooling;
        this.limits = limits;
        this.batchSize = batchSize;
    }

    /** The vectors that a model of this package is served with, none known yet. */
    public static EmbeddedRows asServed(ModelPackage files, int batchSize) {
        Manifest manifest = files.manifest();
        return new EmbeddedRows(files.encoder(), manifest.pooling(), manifest.limits(), batchSize);
    }

    /** Whether these are the vectors of that encoder, used in that way, with long texts read in windows. */
    public boolean areOf(EncoderFiles other, Pooling otherPooling, int otherMaxLength) {
        return areOf(other, otherPooling, InputLimits.windowed(otherMaxLength));
    }

    /** Whether these are the vectors that a model of this package is served with. */
    public boolean areServedWith(ModelPackage files) {
        Manifest manifest = files.manifest();
        return areOf(files.encoder(), manifest.pooling(), manifest.limits());
    }

    private boolean areOf(EncoderFiles other, Pooling otherPooling, InputLimits otherLimits) {
        return pooling == otherPooling && limits.equals(otherLimits) && isSame(encoder, other);
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
        try (SentenceEncoder sentenceEncoder = new SentenceEncoder(encoder, pooling, limits);
                RowTokenizer tokenizer = new RowTokenizer(encoder, limits)) {
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
