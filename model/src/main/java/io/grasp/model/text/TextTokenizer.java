package io.grasp.model.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.encoder.PyTorchRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Turns inputs into token ids as a Hugging Face {@code tokenizer.json} says, except that it truncates by a
 * {@link Truncation} of ours. Owns the native tokenizer until {@link #close}. Safe for any number of threads.
 */
public final class TextTokenizer implements AutoCloseable {
    /** Of contexts whose tokens are remembered: some ten thousand questions. */
    private static final long REMEMBERED_CHARACTERS = 2_000_000;

    private static final Map<String, String> NEITHER_PAD_NOR_TRUNCATE =
            Map.of("padding", "false", "truncation", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final InputTemplate template;
    private final Cache<String, int[]> contexts = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(REMEMBERED_CHARACTERS)
            .weigher((String context, int[] ids) -> context.length() + ids.length)
            .build();
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

    /** Returns one window: what is too long loses its context first, and then the end of its text. */
    public EncodedInput encode(ModelInput input, int maxLength) {
        return encode(input, InputLimits.cut(maxLength, Truncation.CONTEXT_FIRST));
    }

    /**
     * Returns what of {@code input} is within the limits: one window wherever it holds the whole text.
     *
     * @param limits with a maximum length of at least {@link #minLength}
     * @throws UntokenizableTextException if the tokenizer fails on this text
     * @throws IllegalStateException if the tokenizer is closed
     */
    public EncodedInput encode(ModelInput input, InputLimits limits) {
        int maxLength = limits.maxLength();
        if (maxLength < minLength()) {
            throw new IllegalArgumentException("A maximum length of %d tokens leaves no room for a text: at least %d"
                    .formatted(maxLength, minLength()));
        }
        Encoding text = tokens(input.text());
        if (input.context().isEmpty()) {
            return contextFirst(new int[0], ids(text), limits);
        }
        return switch (limits.truncation()) {
            case CONTEXT_FIRST -> contextFirst(contextIds(input.context()), ids(text), limits);
            case LONGEST_FIRST ->
                template.fillLongestFirst(
                        wordsThatReach(maxLength, tokens(input.context())), wordsThatReach(maxLength, text), maxLength);
        };
    }

    /** What a question asks is the same for all who answer it. */
    private int[] contextIds(String context) {
        int[] known = contexts.getIfPresent(context);
        if (known != null) {
            return known;
        }
        int[] ids = ids(tokens(context));
        contexts.put(context, ids);
        return ids;
    }

    private EncodedInput contextFirst(int[] context, int[] text, InputLimits limits) {
        return limits.maxWindows() == 1 || template.fits(text, limits.maxLength())
                ? template.fill(context, text, limits.maxLength())
                : template.fillWindows(context, text, limits.maxLength(), limits.maxWindows());
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

    private Encoding tokens(String text) {
        String wellFormed = withoutLoneSurrogates(text);
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("This tokenizer is closed, and so is the model it belongs to.");
            }
            return tokenizer.encode(wellFormed, false, false);
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            // without the cause, whose message may quote the text
            throw new UntokenizableTextException(text.length(), e.getClass().getSimpleName());
        } finally {
            inUse.readLock().unlock();
        }
    }

    private static int[] ids(Encoding encoding) {
        return InputTemplate.ints(encoding.getIds());
    }

    /**
     * The tokenizers library reads a segment only to the end of the word that reaches the limit, which decides the
     * longer one of two that are both cut.
     */
    private static int[] wordsThatReach(int limit, Encoding encoding) {
        int[] ids = ids(encoding);
        long[] words = encoding.getWordIds();
        int end = Math.min(limit, ids.length);
        while (end > 0 && end < ids.length && words[end] == words[end - 1]) {
            end++;
        }
        return Arrays.copyOf(ids, end);
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
