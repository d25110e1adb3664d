package io.grasp.model.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.grasp.model.EncodedInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a tokenizer puts special tokens around one segment and around two, and which type ids it gives them. Found by
 * looking at what it does to a probe, so that no tokenizer's post-processor has to be understood.
 */
final class InputTemplate {
    private static final String PROBE = "a";

    private final Layout single;
    private final int singleAt;
    private final Layout pair;
    private final int contextAt;
    private final int textAt;
    private final int probeLength;

    private InputTemplate(Layout single, Layout pair, int[] probe) {
        this.single = single;
        this.singleAt = single.find(probe, 0);
        this.pair = pair;
        this.contextAt = pair.find(probe, 0);
        this.textAt = pair.find(probe, contextAt + probe.length);
        this.probeLength = probe.length;
    }

    static InputTemplate probe(HuggingFaceTokenizer tokenizer) {
        int[] probe = ints(tokenizer.encode(PROBE, false, false).getIds());
        if (probe.length == 0) {
            throw new UnreadableTokenizerException(
                    "tokenizer.json has no token for a plain letter. Is it the tokenizer of a text encoder?");
        }
        Layout single = Layout.of(tokenizer.encode(PROBE, true, false));
        Layout pair = Layout.of(tokenizer.encode(PROBE, PROBE, true, false));
        return new InputTemplate(single, pair, probe);
    }

    /** The special tokens around one segment, and one token of it. */
    int minLength() {
        return singleSpecials() + 1;
    }

    /** Whether a window can hold the whole text, if need be without its context. */
    boolean fits(int[] text, int maxLength) {
        return text.length <= maxLength - singleSpecials();
    }

    /**
     * Several windows of a text that does not fit into one. Each repeats the context, of which half a window is kept at
     * most, so that a long prompt does not multiply the windows.
     */
    EncodedInput fillWindows(int[] context, int[] text, int maxLength, int maxWindows) {
        int contextKept = Math.min(context.length, Math.max(0, maxLength - pairSpecials()) / 2);
        int[] repeated = Arrays.copyOf(context, contextKept);
        int room = maxLength - (contextKept > 0 ? pairSpecials() + contextKept : singleSpecials());
        WindowPlan plan = WindowPlan.of(text.length, room, maxWindows);
        List<EncodedInput> windows = new ArrayList<>();
        for (int window = 0; window < plan.count(); window++) {
            int start = plan.start(window);
            int[] part = Arrays.copyOfRange(text, start, start + room);
            windows.add(contextKept > 0 ? fillPair(repeated, part) : fillSingle(part));
        }
        return EncodedInput.ofWindows(windows);
    }

    EncodedInput fill(int[] context, int[] text, int maxLength) {
        int roomForContext = Math.min(context.length, maxLength - pairSpecials() - text.length);
        if (roomForContext > 0) {
            return fillPair(Arrays.copyOf(context, roomForContext), text);
        }
        return fillSingle(Arrays.copyOf(text, Math.min(text.length, maxLength - singleSpecials())));
    }

    /** As the tokenizers library does it: of two equal segments, the second keeps one token more if the room is odd. */
    EncodedInput fillLongestFirst(int[] context, int[] text, int maxLength) {
        int room = maxLength - pairSpecials();
        if (room <= 0) {
            return fillSingle(Arrays.copyOf(text, Math.min(text.length, maxLength - singleSpecials())));
        }
        if (context.length + text.length <= room) {
            return fillPair(context, text);
        }
        int shorter = Math.min(Math.min(context.length, text.length), room / 2);
        boolean contextIsLonger = context.length > text.length;
        int contextKept = contextIsLonger ? room - shorter : shorter;
        return fillPair(Arrays.copyOf(context, contextKept), Arrays.copyOf(text, room - contextKept));
    }

    private EncodedInput fillSingle(int[] text) {
        Tokens tokens = new Tokens(singleSpecials() + text.length);
        tokens.special(single, 0, singleAt);
        tokens.text(text, single.types[singleAt]);
        tokens.special(single, singleAt + probeLength, single.ids.length);
        return tokens.toInput();
    }

    private EncodedInput fillPair(int[] context, int[] text) {
        Tokens tokens = new Tokens(pairSpecials() + context.length + text.length);
        tokens.special(pair, 0, contextAt);
        tokens.segment(context, pair.types[contextAt]);
        tokens.special(pair, contextAt + probeLength, textAt);
        tokens.text(text, pair.types[textAt]);
        tokens.special(pair, textAt + probeLength, pair.ids.length);
        return tokens.toInput();
    }

    private int singleSpecials() {
        return single.ids.length - probeLength;
    }

    private int pairSpecials() {
        return pair.ids.length - 2 * probeLength;
    }

    static int[] ints(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    /** What the tokenizer made of the probe. */
    private static final class Layout {
        private final int[] ids;
        private final int[] types;

        private Layout(int[] ids, int[] types) {
            this.ids = ids;
            this.types = types;
        }

        static Layout of(Encoding encoding) {
            return new Layout(ints(encoding.getIds()), ints(encoding.getTypeIds()));
        }

        int find(int[] segment, int from) {
            for (int at = from; at + segment.length <= ids.length; at++) {
                if (Arrays.equals(ids, at, at + segment.length, segment, 0, segment.length)) {
                    return at;
                }
            }
            throw new UnreadableTokenizerException(
                    "tokenizer.json changes a segment's tokens when it adds special tokens,"
                            + " which is not supported. Use another encoder.");
        }
    }

    /** An input under construction. */
    private static final class Tokens {
        private final int[] ids;
        private final int[] types;
        private int length;
        private int textStart;
        private int textEnd;

        Tokens(int capacity) {
            this.ids = new int[capacity];
            this.types = new int[capacity];
        }

        void special(Layout layout, int from, int to) {
            System.arraycopy(layout.ids, from, ids, length, to - from);
            System.arraycopy(layout.types, from, types, length, to - from);
            length += to - from;
        }

        void segment(int[] segment, int type) {
            System.arraycopy(segment, 0, ids, length, segment.length);
            Arrays.fill(types, length, length + segment.length, type);
            length += segment.length;
        }

        void text(int[] text, int type) {
            textStart = length;
            segment(text, type);
            textEnd = length;
        }

        EncodedInput toInput() {
            return new EncodedInput(ids, types, textStart, textEnd);
        }
    }
}
