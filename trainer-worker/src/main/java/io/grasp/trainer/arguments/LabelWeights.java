package io.grasp.trainer.arguments;

import java.util.Map;
import java.util.TreeMap;

/** How much the rows of one task count, by their label. */
public sealed interface LabelWeights {
    /** The weight of a row whose label {@code withLabel} of all {@code rows} have; {@code labels} occur at all. */
    double of(String label, double rows, double labels, double withLabel);

    /** As it is written in arguments. */
    Object written();

    /** By how rare the label is. */
    enum Rarity implements LabelWeights {
        /** Every row counts the same. */
        NONE {
            @Override
            public double of(String label, double rows, double labels, double withLabel) {
                return 1;
            }
        },
        /** Half-way, in the geometric sense, between the other two. */
        SQRT {
            @Override
            public double of(String label, double rows, double labels, double withLabel) {
                return Math.sqrt(BALANCED.of(label, rows, labels, withLabel));
            }
        },
        /** Every label counts the same, however rare: scikit-learn's {@code class_weight="balanced"}. */
        BALANCED {
            @Override
            public double of(String label, double rows, double labels, double withLabel) {
                return rows / (labels * withLabel);
            }
        };

        @Override
        public Object written() {
            return ArgumentType.name(this);
        }
    }

    /**
     * As somebody chose; of a multi-label task, the weight of all of a label's decisions.
     *
     * @param weights above 0, by label; a label that is not there weighs 1
     */
    record Explicit(Map<String, Double> weights) implements LabelWeights {
        public Explicit {
            weights = Map.copyOf(weights);
            PositiveWeights.requirePositive(weights);
        }

        @Override
        public double of(String label, double rows, double labels, double withLabel) {
            return weights.getOrDefault(label, 1.0);
        }

        @Override
        public Object written() {
            return new TreeMap<>(weights);
        }
    }
}
