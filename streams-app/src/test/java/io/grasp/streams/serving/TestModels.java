package io.grasp.streams.serving;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.ModelVersion;
import io.grasp.model.Prediction;
import io.grasp.model.TinyModel;
import io.grasp.model.head.EarlyExit;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Real tiny models, and decorators that make them slow, choosy or broken. */
public final class TestModels {
    private TestModels() {}

    /** Opens a tiny model with random weights from {@code seed} as version {@code number}. */
    public static TextClassifier tiny(Path scratch, int number, long seed) {
        ModelVersion version = version(number);
        Path directory = TinyModel.writePackage(scratch.resolve(version.name()), seed, TinyModel.tasks());
        return PackagedClassifier.open(directory, "grasp", version);
    }

    /** Opens a tiny model that also reads the words of {@code known}, on its learning topic. */
    public static TextClassifier tinyThatReadsWords(Path scratch, int number, long seed, ModelInput known) {
        ModelVersion version = version(number);
        Path directory = TinyModel.writeLexicalPackage(scratch.resolve(version.name()), seed, TinyModel.tasks(), known);
        return PackagedClassifier.open(directory, "grasp", version);
    }

    /** Opens a tiny model that knows {@code known}, and that exits early on its learning topic, sure or not. */
    public static TextClassifier tinyThatExitsEarly(Path scratch, int number, long seed, ModelInput known) {
        ModelVersion version = version(number);
        Path directory = TinyModel.writeEarlyExitingPackage(
                scratch.resolve(version.name()), seed, TinyModel.tasks(), new EarlyExit(1, 0), known);
        return PackagedClassifier.open(directory, "grasp", version);
    }

    /** Opens a tiny model that only grades, and abstains below that confidence. */
    public static TextClassifier tinyGrader(Path scratch, int number, double abstainBelow) {
        ModelVersion version = version(number);
        Path directory = TinyModel.writeGrader(scratch.resolve(version.name()), 1, abstainBelow);
        return PackagedClassifier.open(directory, "grasp", version);
    }

    public static ModelVersion version(int number) {
        return new ModelVersion("v%06d".formatted(number));
    }

    /** Passes everything on; subclasses change one thing. */
    public static class Decorated implements TextClassifier {
        private final TextClassifier origin;

        public Decorated(TextClassifier origin) {
            this.origin = origin;
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
            return origin.answerAtOnce(input);
        }

        @Override
        public int tokensToCompute(EncodedInput input) {
            return origin.tokensToCompute(input);
        }

        @Override
        public List<Prediction> predict(List<EncodedInput> batch) {
            return origin.predict(batch);
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
            origin.close();
        }
    }

    /** Counts passes and texts, and notes whether it was closed. */
    public static final class Counting extends Decorated {
        public final AtomicInteger passes = new AtomicInteger();
        public final AtomicInteger texts = new AtomicInteger();
        public final AtomicBoolean closed = new AtomicBoolean();

        public Counting(TextClassifier origin) {
            super(origin);
        }

        @Override
        public List<Prediction> predict(List<EncodedInput> batch) {
            passes.incrementAndGet();
            texts.addAndGet(batch.size());
            return super.predict(batch);
        }

        @Override
        public void close() {
            closed.set(true);
            super.close();
        }
    }

    /** Says what it was told to say, by text. */
    public static final class Saying extends Decorated {
        private final Map<String, Prediction> predictions;
        private final Set<String> learningTopics;
        private final Map<EncodedInput, Prediction> sayings = Collections.synchronizedMap(new IdentityHashMap<>());

        /** @param learningTopics what it has learnt */
        public Saying(TextClassifier origin, Map<String, Prediction> predictions, Set<String> learningTopics) {
            super(origin);
            this.predictions = predictions;
            this.learningTopics = learningTopics;
        }

        @Override
        public EncodedInput encode(ModelInput input) {
            EncodedInput encoded = super.encode(input);
            sayings.put(encoded, predictions.get(input.text()));
            return encoded;
        }

        @Override
        public List<Prediction> predict(List<EncodedInput> batch) {
            return batch.stream().map(sayings::get).toList();
        }

        @Override
        public boolean isNewTo(String learningTopic) {
            return !learningTopics.contains(learningTopic);
        }
    }

    /** Fails on every batch that holds one of the given texts. */
    public static final class PoisonedBy extends Decorated {
        private final Set<String> poison;
        private final Set<EncodedInput> poisoned = ConcurrentHashMap.newKeySet();

        public PoisonedBy(TextClassifier origin, String... poison) {
            super(origin);
            this.poison = Set.of(poison);
        }

        @Override
        public EncodedInput encode(ModelInput input) {
            EncodedInput encoded = super.encode(input);
            if (poison.contains(input.text())) {
                poisoned.add(encoded);
            }
            return encoded;
        }

        @Override
        public List<Prediction> predict(List<EncodedInput> batch) {
            if (batch.stream().anyMatch(poisoned::contains)) {
                throw new IllegalStateException("the engine chokes");
            }
            return super.predict(batch);
        }
    }

    /** Answers nothing until it is opened. */
    public static final class Gated extends Decorated {
        private final CountDownLatch opened = new CountDownLatch(1);

        public Gated(TextClassifier origin) {
            super(origin);
        }

        public void open() {
            opened.countDown();
        }

        @Override
        public List<Prediction> predict(List<EncodedInput> batch) {
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return super.predict(batch);
        }
    }

    /** Fails on everything until it is repaired. */
    public static final class Broken extends Decorated {
        private final AtomicBoolean repaired = new AtomicBoolean();

        public Broken(TextClassifier origin) {
            super(origin);
        }

        public void repair() {
            repaired.set(true);
        }

        @Override
        public List<Prediction> predict(List<EncodedInput> batch) {
            if (!repaired.get()) {
                throw new IllegalStateException("the engine is down");
            }
            return super.predict(batch);
        }
    }
}
