package io.grasp.model.text;

/**
 * How much of an input an encoder reads, and in how many pieces.
 *
 * @param maxLength the longest window in tokens, special ones included
 * @param truncation what an input loses that does not fit into its window
 * @param maxWindows in how many windows at most a student's text is read that does not fit into one; 1: it is cut
 */
public record InputLimits(int maxLength, Truncation truncation, int maxWindows) {
    /**
     * What a trained model may spend on one text. At 128 tokens a window it reads some 1,500 words without a gap, or
     * 700 beneath a prompt that takes its half of each window; and no text costs more than 16 full answers.
     */
    public static final int USUAL_WINDOWS = 16;

    public InputLimits {
        if (maxLength < 1) {
            throw new IllegalArgumentException("A model's maximum length must be above 0 but is " + maxLength);
        }
        if (maxWindows < 1) {
            throw new IllegalArgumentException("A model reads at least one window of a text, not " + maxWindows);
        }
        if (maxWindows > 1 && truncation != Truncation.CONTEXT_FIRST) {
            throw new IllegalArgumentException(
                    "Only what loses its context first is read in windows, not " + truncation);
        }
    }

    /** Those of models that are trained here: the context is cut first, and a text that does not fit is never cut. */
    public static InputLimits windowed(int maxLength) {
        return new InputLimits(maxLength, Truncation.CONTEXT_FIRST, USUAL_WINDOWS);
    }

    /** One window, and what does not fit is cut. */
    public static InputLimits cut(int maxLength, Truncation truncation) {
        return new InputLimits(maxLength, truncation, 1);
    }
}
