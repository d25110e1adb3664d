package io.grasp.model.huggingface;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.encoder.Architecture;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.encoder.SentenceEncoder;
import io.grasp.model.encoder.UnreadableEncoderException;
import io.grasp.model.head.Activation;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.DenseLayer;
import io.grasp.model.packaging.Lineage;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import io.grasp.model.tensor.UnreadableTensorsException;
import io.grasp.model.text.InputLimits;
import io.grasp.model.text.Truncation;
import io.grasp.model.text.UnreadableTokenizerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A finished {@code BertForSequenceClassification}, {@code RobertaForSequenceClassification} or
 * {@code DistilBertForSequenceClassification} as an encoder and one head. It answers as in Python: the first token's
 * vector goes through a dense layer and a linear one, nothing is calibrated, and what is too long is cut
 * {@link Truncation#LONGEST_FIRST}. No native memory.
 *
 * @param maxLength the longest input in tokens, special tokens included
 */
public record SequenceClassifier(EncoderFiles encoder, ClassificationHead head, int maxLength) {
    private static final String WEIGHTS = "model.safetensors";

    /**
     * Reads {@code config.json}, {@code tokenizer.json}, {@code tokenizer_config.json} if there is one, and
     * {@code model.safetensors}.
     *
     * @param task what the classifier's question is called from now on
     * @param kind null to take what {@code problem_type} says
     * @param maxLength null for the tokenizer's {@code model_max_length}, or the encoder's positions if they are fewer
     * @throws UnreadableClassifierException if a file is missing, damaged or does not fit the others, or if this is no
     *     classifier of those architectures
     * @throws IllegalArgumentException if the task's name, its kind or {@code maxLength} does not suit the classifier
     */
    public static SequenceClassifier fromDirectory(
            Path directory, String task, @Nullable TaskKind kind, @Nullable Integer maxLength) {
        try {
            EncoderFiles encoder = EncoderFiles.fromDirectory(directory);
            ClassifierConfig config = ClassifierConfig.read(directory);
            ClassificationHead head = head(
                    directory,
                    encoder,
                    new Task(task, Objects.requireNonNullElse(kind, config.kind()), config.labels()));
            int longest = Math.min(config.modelMaxLength(), encoder.config().maxPositions());
            SequenceClassifier classifier =
                    new SequenceClassifier(encoder, head, Objects.requireNonNullElse(maxLength, longest));
            classifier.requireThatItOpens();
            return classifier;
        } catch (UnreadableEncoderException | UnreadableTensorsException | UnreadableTokenizerException e) {
            throw new UnreadableClassifierException(
                    directory, Objects.requireNonNullElse(e.getMessage(), "damaged"), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the configuration in " + directory, e);
        }
    }

    /** What a package of this classifier says of itself. */
    public Manifest manifest(Lineage lineage) {
        return Manifest.of(List.of(head), reading(), lineage);
    }

    // One window, cut as in Python, so that the answers are those of Python.
    private Reading reading() {
        return Reading.bidirectional(Pooling.CLS, InputLimits.cut(maxLength, Truncation.LONGEST_FIRST));
    }

    // Whether the tokenizer is one and leaves room for a text shows only here, and must before a package is written.
    private void requireThatItOpens() {
        new SentenceEncoder(encoder, reading()).close();
    }

    private static ClassificationHead head(Path directory, EncoderFiles encoder, Task task) {
        Layers layers = Layers.of(encoder.config().architecture());
        Map<String, Tensor> tensors = Safetensors.read(directory.resolve(WEIGHTS), layers::isOne);
        int hidden = encoder.config().hiddenSize();
        int labels = task.labels().size();
        float[][] weight = tensor(directory, tensors, layers.linear + ".weight", labels, hidden)
                .toRows();
        float[] bias =
                tensor(directory, tensors, layers.linear + ".bias", labels).toFloatArray();
        float[][] denseWeight = tensor(directory, tensors, layers.dense + ".weight", hidden, hidden)
                .toRows();
        float[] denseBias =
                tensor(directory, tensors, layers.dense + ".bias", hidden).toFloatArray();
        try {
            return new ClassificationHead(task, weight, bias, Calibration.none(task))
                    .withDense(new DenseLayer(denseWeight, denseBias, layers.activation));
        } catch (IllegalArgumentException e) {
            throw new UnreadableClassifierException(
                    directory, Objects.requireNonNullElse(e.getMessage(), "its classifier is damaged"), e);
        }
    }

    private static Tensor tensor(Path directory, Map<String, Tensor> tensors, String name, long... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new UnreadableClassifierException(
                    directory,
                    "%s lacks %s, a part of its classifier. Was it saved after the classifier was trained?"
                            .formatted(WEIGHTS, name));
        }
        if (!tensor.hasShape(shape)) {
            throw new UnreadableClassifierException(
                    directory,
                    "%s in %s is %s, but its config.json with its labels asks for the shape %s"
                            .formatted(name, WEIGHTS, tensor, Arrays.toString(shape)));
        }
        return tensor;
    }

    /** What an architecture's classifier calls its two layers in a checkpoint. */
    private record Layers(String dense, Activation activation, String linear) {
        static Layers of(Architecture architecture) {
            return switch (architecture) {
                case BERT -> new Layers("bert.pooler.dense", Activation.TANH, "classifier");
                case ROBERTA -> new Layers("classifier.dense", Activation.TANH, "classifier.out_proj");
                case DISTILBERT -> new Layers("pre_classifier", Activation.RELU, "classifier");
            };
        }

        boolean isOne(String name) {
            return List.of(dense + ".weight", dense + ".bias", linear + ".weight", linear + ".bias")
                    .contains(name);
        }
    }
}
