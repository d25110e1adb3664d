package io.grasp.model;

import io.grasp.model.encoder.Computation;
import io.grasp.model.encoder.SentenceEncoder;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.packaging.UnreadablePackageException;
import io.grasp.model.text.UnreadableTokenizerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model version ready to predict: tokenizer, encoder and one head a task. Owns the native memory of the encoder until
 * {@link #close}. Safe for any number of threads.
 */
public final class InteractionModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InteractionModel.class);

    private final SentenceEncoder encoder;
    private final List<ClassificationHead> heads;
    private final boolean readsWords;
    private final Manifest manifest;
    private final String checksum;

    private InteractionModel(
            SentenceEncoder encoder, List<ClassificationHead> heads, Manifest manifest, String checksum) {
        this.encoder = encoder;
        this.heads = heads;
        this.readsWords = heads.stream().anyMatch(head -> head.lexical().isPresent());
        this.manifest = manifest;
        this.checksum = checksum;
    }

    /**
     * Opens a model package. Its checksums are verified before any of its files is parsed.
     *
     * @throws UnreadablePackageException if the package is damaged, incomplete or too new
     */
    public static InteractionModel open(Path packageDirectory) {
        return open(packageDirectory, Computation.USUAL);
    }

    /** As {@link #open(Path)}, but computes in that way. */
    public static InteractionModel open(Path packageDirectory, Computation computation) {
        ModelPackage files = ModelPackageReader.read(packageDirectory);
        Manifest manifest = files.manifest();
        SentenceEncoder encoder = encoder(files, computation);
        LOG.atInfo()
                .addKeyValue("directory", packageDirectory)
                .addKeyValue("checksum", files.checksum())
                .log("Model opened");
        return new InteractionModel(encoder, files.heads(), manifest, files.checksum());
    }

    private static SentenceEncoder encoder(ModelPackage files, Computation computation) {
        try {
            return new SentenceEncoder(files.encoder(), files.manifest().reading(), computation);
        } catch (UnreadableTokenizerException | IllegalArgumentException e) {
            throw new UnreadablePackageException(
                    files.directory(), Objects.requireNonNullElse(e.getMessage(), "its tokenizer is damaged"), e);
        }
    }

    /**
     * Returns the tokens of {@code input} within the manifest's limits: one window of at most {@link #maxLength}
     * tokens, or several for a text that does not fit. The whole wording comes with them if a head reads it.
     *
     * @throws IllegalStateException if the model is closed
     */
    public EncodedInput encode(ModelInput input) {
        EncodedInput tokens = encoder.encode(input);
        return readsWords ? tokens.withLexical(LexicalFeatures.of(input)) : tokens;
    }

    /** Returns how many tokens of a window of {@code input} the encoder computes, if its context was read before. */
    public int tokensToCompute(EncodedInput input) {
        return encoder.tokensToCompute(input);
    }

    /**
     * Answers every task for every input in one forward pass; a text of several windows may take more. The answers do
     * not depend on what else is in the batch, but for rounding: see {@link io.grasp.model.encoder.MatmulPrecision}.
     *
     * @param batch inputs that this model's {@link #encode} returned; may be empty
     * @return one prediction an input, in the batch's order
     * @throws IllegalStateException if the model is closed
     */
    public List<Prediction> predict(List<EncodedInput> batch) {
        float[][] pooled = encoder.embed(batch);
        return IntStream.range(0, pooled.length)
                .mapToObj(i -> predict(pooled[i], batch.get(i).lexical()))
                .toList();
    }

    /**
     * Answers every task from the wording alone, without a forward pass, if all are sure enough of it.
     *
     * @param input on a learning topic that this model has learnt
     */
    public Optional<Prediction> exitEarly(EncodedInput input) {
        List<TaskPrediction> sure = new ArrayList<>(heads.size());
        for (ClassificationHead head : heads) {
            Optional<TaskPrediction> said = head.exitEarly(input.lexical());
            if (said.isEmpty()) {
                return Optional.empty();
            }
            sure.add(said.get());
        }
        return Optional.of(new Prediction(sure, DecisionPath.WORDS));
    }

    /** Answers every task from the wording alone, sure or not; empty if a head reads no words. */
    public Optional<Prediction> byWordsAlone(EncodedInput input) {
        return heads.stream().allMatch(head -> head.lexical().isPresent())
                ? Optional.of(new Prediction(
                        heads.stream()
                                .map(head -> head.byWordsAlone(input.lexical()))
                                .toList(),
                        DecisionPath.DEGRADED))
                : Optional.empty();
    }

    private Prediction predict(float[] pooled, LexicalFeatures features) {
        return new Prediction(
                heads.stream().map(head -> head.predict(pooled, features)).toList());
    }

    public List<Task> tasks() {
        return manifest.tasks();
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The SHA-256 of the package's {@code SHA256SUMS}, in hexadecimal: it identifies every byte of the model. */
    public String checksum() {
        return checksum;
    }

    /** The longest window in tokens, special tokens included. */
    public int maxLength() {
        return manifest.reading().limits().maxLength();
    }

    /** Waits for running predictions and frees the native memory. A second call does nothing. */
    @Override
    public void close() {
        encoder.close();
    }
}
