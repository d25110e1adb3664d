package io.grasp.trainer.finetune;

/** How much a training row counts, by how rare its label is. */
public enum ClassWeights {
    /** Every row counts the same. */
    NONE {
        @Override
        double of(double rows, double labels, double withLabel) {
            return 1;
        }
    },
    /** Half-way, in the geometric sense, between the other two. */
    SQRT {
        @Override
        double of(double rows, double labels, double withLabel) {
            return Math.sqrt(BALANCED.of(rows, labels, withLabel));
        }
    },
    /** Every label counts the same, however rare. */
    BALANCED {
        @Override
        double of(double rows, double labels, double withLabel) {
            return rows / (labels * withLabel);
        }
    };

    /** The weight of a row whose label {@code withLabel} of all {@code rows} have. */
    abstract double of(double rows, double labels, double withLabel);
}
