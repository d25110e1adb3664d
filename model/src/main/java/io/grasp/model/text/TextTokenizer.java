package io.grasp.model.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.encoder.PyTorchRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Turns inputs into token ids as a Hugging Face {@code tokenizer.json} says, except that it truncates by our own rule.
 * Owns the native tokenizer until {@link #close}. Safe for any number of threads.
 */
public final class TextTokenizer implements AutoCloseable {
    private static final Map<String, String> NEITHER_PAD_NOR_TRUNCATE =
            Map.of("padding", "false", "truncation", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final InputTemplate template;
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * Opens the contents of a {@code tokenizer.json}; its own padding and truncation are switched off.
     *
     * @throws UnreadableTokenizerException if it is damaged or arranges special tokens in a way we do not know
     */
    public TextTokenizer(byte[] tokenizerJson) {
        PyTorchRuntime.configure();
        this.tokenizer = open(tokenizerJson);
        try {
            this.template = InputTemplate.probe(tokenizer);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * Returns at most {@code maxLength} tokens. The context is cut first, from its end; once none of it is left, the
     * input is encoded as if it had none, and only then the student's text is cut, from its end. A context without any
     * token counts as none.
     *
     * @param maxLength special tokens included; at least {@link #minLength}
     * @throws UntokenizableTextException if the tokenizer fails on this text
     * @throws IllegalStateException if the tokenizer is closed
     */
    public EncodedInput encode(ModelInput input, int maxLength) {
        if (maxLength < minLength()) {
            throw new IllegalArgumentException("A maximum length of %d tokens leaves no room for a text: at least %d"
                    .formatted(maxLength, minLength()));
        }
        int[] text = tokens(input.text());
        int[] context = input.context().isEmpty() ? new int[0] : tokens(input.context());
        return template.fill(context, text, maxLength);
    }

    /** The special tokens around a text without context, and one token of the text. */
    public int minLength() {
        return template.minLength();
    }

    /** Waits for running calls and frees the native memory. A second call does nothing. */
    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                tokenizer.close();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private int[] tokens(String text) {
        String wellFormed = withoutLoneSurrogates(text);
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("This tokenizer is closed, and so is the model it belongs to.");
            }
            return InputTemplate.ints(tokenizer.encode(wellFormed, false, false).getIds());
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            // without the cause, whose message may quote the text
            throw new UntokenizableTextException(text.length(), e.getClass().getSimpleName());
        } finally {
            inUse.readLock().unlock();
        }
    }

    /**
     * Half a character cannot cross into UTF-8; it becomes the replacement character, as in Java's own encoder for
     * files.
     */
    private static String withoutLoneSurrogates(String text) {
        if (text.codePoints().noneMatch(TextTokenizer::isSurrogate)) {
            return text;
        }
        return text.codePoints()
                .map(point -> isSurrogate(point) ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static HuggingFaceTokenizer open(byte[] tokenizerJson) {
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), NEITHER_PAD_NOR_TRUNCATE);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableTokenizerException("tokenizer.json cannot be read. Fetch the encoder again.", e);
        }
    }
}
