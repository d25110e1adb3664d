package io.grasp.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.TinyModel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

class WindowedTokensTest {
    private static final List<String> WORDS = List.of("light", "water", "air", "soil", "food", "no", "idea", "why");
    private static final TextTokenizer TOKENIZER = new TextTokenizer(TinyModel.tokenizerJson());

    @AfterContainer
    static void close() {
        TOKENIZER.close();
    }

    private static String words(Random random, int count) {
        return random.ints(count, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" "));
    }

    private static int[] textOf(EncodedInput window) {
        return Arrays.copyOfRange(window.tokenIds(), window.textStart(), window.textEnd());
    }

    @Property(tries = 300)
    void windowsHoldTheWholeTextInOrderAndNoneIsTooLong(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int contextWords,
            @ForAll @IntRange(max = 400) int textWords,
            @ForAll @IntRange(min = 3, max = 64) int maxLength) {
        Random random = new Random(seed);
        ModelInput input = new ModelInput(words(random, contextWords), words(random, textWords));
        int[] text = textOf(TOKENIZER.encode(ModelInput.ofText(input.text()), 100_000));

        EncodedInput encoded =
                TOKENIZER.encode(input, new InputLimits(maxLength, Truncation.CONTEXT_FIRST, Integer.MAX_VALUE));

        int next = 0;
        for (EncodedInput window : encoded.windows()) {
            assertThat(window.length()).isBetween(1, maxLength);
            int[] part = textOf(window);
            int start = startOf(part, text, next);
            assertThat(start).isLessThanOrEqualTo(next);
            next = start + part.length;
        }
        assertThat(next).isEqualTo(text.length);
    }

    /** The latest place, up to {@code latest}, where the part stands in the text. */
    private static int startOf(int[] part, int[] text, int latest) {
        for (int start = latest; start >= 0; start--) {
            if (start + part.length <= text.length
                    && Arrays.equals(part, 0, part.length, text, start, start + part.length)) {
                return start;
            }
        }
        throw new AssertionError("A window holds what the text does not, or leaves a gap before it");
    }

    @Property(tries = 200)
    void whatFitsIsOneWindowAsEver(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int contextWords,
            @ForAll @IntRange(max = 62) int textWords) {
        Random random = new Random(seed);
        ModelInput input = new ModelInput(words(random, contextWords), words(random, textWords));

        assertThat(TOKENIZER.encode(input, InputLimits.windowed(64))).isEqualTo(TOKENIZER.encode(input, 64));
    }

    @Property(tries = 50)
    void noTextTakesMoreWindowsThanAllowed(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int most) {
        ModelInput input = ModelInput.ofText(words(new Random(seed), 2_000));

        assertThat(TOKENIZER
                        .encode(input, new InputLimits(32, Truncation.CONTEXT_FIRST, most))
                        .windows())
                .hasSize(most);
    }

    @Example
    void eachWindowRepeatsThePromptAndTheReferenceAnswer() {
        ModelInput input = ModelInput.answering("why", "light", "water ".repeat(40));

        List<EncodedInput> windows =
                TOKENIZER.encode(input, InputLimits.windowed(16)).windows();

        int[] context = textOf(TOKENIZER.encode(ModelInput.ofText("why light"), 16));
        assertThat(windows)
                .hasSizeGreaterThan(2)
                .allSatisfy(window ->
                        assertThat(Arrays.copyOfRange(window.tokenIds(), 1, 3)).isEqualTo(context));
    }

    @Example
    void aLongPromptTakesNoMoreThanHalfOfEachWindow() {
        ModelInput input = new ModelInput("why ".repeat(100), "water ".repeat(100));

        assertThat(TOKENIZER.encode(input, InputLimits.windowed(23)).windows())
                .allSatisfy(window ->
                        assertThat(window.textEnd() - window.textStart()).isEqualTo(10));
    }
}
