package io.grasp.model.head;

/** What a {@link DenseLayer} does to each of its outputs; the ones that Hugging Face's classifiers use. */
public enum Activation {
    /** The hyperbolic tangent: BERT's pooler and RoBERTa's classifier. */
    TANH {
        @Override
        double apply(double value) {
            return Math.tanh(value);
        }
    },
    /** Nothing below 0: DistilBERT's classifier. */
    RELU {
        @Override
        double apply(double value) {
            return Math.max(0, value);
        }
    };

    abstract double apply(double value);
}
