package io.grasp.trainer.finetune;

import io.grasp.model.EncodedInput;
import io.grasp.model.encoder.Attention;
import io.grasp.model.encoder.EncoderConfig;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.EncoderInput;
import io.grasp.model.encoder.FrozenLayers;
import io.grasp.model.encoder.HiddenStates;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.Progress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder's lowest layers, which a training leaves as they are, make of inputs: computed once, and kept from
 * one training to the next while the layers stay the same. What does not fit into the memory set aside is computed each
 * time it is asked for. For one thread.
 */
public final class FrozenStates {
    private static final int BATCH_SIZE = 32;

    private final long mostBytes;
    private final Map<EncodedInput, HiddenStates> kept = new HashMap<>();
    private @Nullable FrozenPart keptOf;
    private long bytes;

    /**
     * None known yet.
     *
     * @param mostBytes how much memory they may take
     */
    public FrozenStates(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** States that take at most a quarter of Java's heap. */
    public static FrozenStates ofUsualSize() {
        return new FrozenStates(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Opens the lowest layers of that encoder, to be closed by the caller; one at a time.
     *
     * @param layers how many; if 0, inputs are read as they are
     * @param attention which tokens attend to which
     */
    public Reader open(EncoderFiles encoder, int layers, Attention attention) {
        if (layers == 0) {
            return new Reader(null);
        }
        FrozenPart part = new FrozenPart(attention, encoder.config(), FrozenLayers.weights(encoder, layers));
        if (!part.equals(keptOf)) {
            kept.clear();
            bytes = 0;
            keptOf = part;
        }
        return new Reader(new FrozenLayers(encoder, layers, attention));
    }

    private record FrozenPart(Attention attention, EncoderConfig config, Map<String, Tensor> weights) {}

    /** Reads inputs through one encoder's frozen layers. */
    public final class Reader implements AutoCloseable {
        private final @Nullable FrozenLayers layers;

        private Reader(@Nullable FrozenLayers layers) {
            this.layers = layers;
        }

        /** Computes what is not known yet of these inputs, on all cores, as far as memory allows. */
        public void prepare(Collection<EncodedInput> inputs, Progress progress) {
            if (layers == null) {
                return;
            }
            Set<EncodedInput> missing = new LinkedHashSet<>(inputs);
            missing.removeAll(kept.keySet());
            if (missing.stream().mapToLong(layers::bytesOf).sum() > mostBytes - bytes) {
                kept.keySet().retainAll(new HashSet<>(inputs));
                bytes = kept.values().stream().mapToLong(HiddenStates::bytes).sum();
            }
            long room = mostBytes - bytes;
            Set<EncodedInput> fitting = new LinkedHashSet<>();
            for (EncodedInput input : missing) {
                room -= layers.bytesOf(input);
                if (room < 0) {
                    break;
                }
                fitting.add(input);
            }
            if (fitting.isEmpty()) {
                return;
            }
            progress.start("Passing frozen layers", fitting.size(), "rows");
            try {
                new ParallelPasses(BATCH_SIZE, progress)
                        .over(fitting, layers::pass)
                        .forEach(this::keep);
            } finally {
                progress.done();
            }
        }

        private void keep(EncodedInput input, HiddenStates states) {
            kept.put(input, states);
            bytes += states.bytes();
        }

        /** What the layers that learn read of a batch. */
        public List<EncoderInput> read(List<EncodedInput> batch) {
            if (layers == null) {
                return batch.stream()
                        .map(input -> new EncoderInput(input, null))
                        .toList();
            }
            List<EncodedInput> missing =
                    batch.stream().filter(input -> !kept.containsKey(input)).toList();
            Map<EncodedInput, HiddenStates> fresh = new HashMap<>();
            if (!missing.isEmpty()) {
                List<HiddenStates> states = Arrays.asList(layers.pass(missing));
                for (int i = 0; i < missing.size(); i++) {
                    fresh.put(missing.get(i), states.get(i));
                }
            }
            return batch.stream()
                    .map(input -> new EncoderInput(input, kept.getOrDefault(input, fresh.get(input))))
                    .toList();
        }

        @Override
        public void close() {
            if (layers != null) {
                layers.close();
            }
        }
    }
}
