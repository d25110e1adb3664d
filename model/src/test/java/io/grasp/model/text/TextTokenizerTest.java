package io.grasp.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextTokenizerTest {
    private static final int UNK = 1;
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int PLENTY = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aTextAloneIsOneSegment() {
        try (TextTokenizer tokenizer = bertLike()) {
            EncodedInput encoded = tokenizer.encode(ModelInput.ofText("Light is energy"), PLENTY);

            assertThat(encoded.tokenIds()).containsExactly(CLS, id("light"), id("is"), id("energy"), SEP);
            assertThat(encoded.typeIds()).containsOnly(0);
        }
    }

    @Test
    void aContextComesFirstAndTheTextIsTheSecondSegment() {
        try (TextTokenizer tokenizer = bertLike()) {
            EncodedInput encoded = tokenizer.encode(ModelInput.answering("why", "light", "no idea"), PLENTY);

            assertThat(encoded.tokenIds()).containsExactly(CLS, id("why"), id("light"), SEP, id("no"), id("idea"), SEP);
            assertThat(encoded.typeIds()).containsExactly(0, 0, 0, 0, 1, 1, 1);
        }
    }

    @Test
    void whatIsTooLongLosesItsContextFirst() {
        try (TextTokenizer tokenizer = bertLike()) {
            ModelInput input = new ModelInput("light water air", "no idea");

            assertThat(tokenizer.encode(input, 8).length()).isEqualTo(8);
            assertThat(tokenizer.encode(input, 7).tokenIds())
                    .containsExactly(CLS, id("light"), id("water"), SEP, id("no"), id("idea"), SEP);
            assertThat(tokenizer.encode(input, 6).tokenIds())
                    .containsExactly(CLS, id("light"), SEP, id("no"), id("idea"), SEP);
        }
    }

    @Test
    void withoutAnyContextLeftTheInputIsATextAlone() {
        try (TextTokenizer tokenizer = bertLike()) {
            EncodedInput encoded = tokenizer.encode(new ModelInput("light water air", "no idea"), 5);

            assertThat(encoded).isEqualTo(tokenizer.encode(ModelInput.ofText("no idea"), 5));
        }
    }

    @Test
    void theTextIsCutLastAndAtItsEnd() {
        try (TextTokenizer tokenizer = bertLike()) {
            EncodedInput encoded = tokenizer.encode(new ModelInput("why", "light water air soil food"), 5);

            assertThat(encoded.tokenIds()).containsExactly(CLS, id("light"), id("water"), id("air"), SEP);
        }
    }

    @Test
    void aContextOfNothingButSpacesIsNone() {
        try (TextTokenizer tokenizer = bertLike()) {
            assertThat(tokenizer.encode(new ModelInput(" \t\n", "idea"), PLENTY))
                    .isEqualTo(tokenizer.encode(ModelInput.ofText("idea"), PLENTY));
        }
    }

    @Test
    void aBlankAnswerToAPromptKeepsThePrompt() {
        try (TextTokenizer tokenizer = bertLike()) {
            EncodedInput encoded = tokenizer.encode(new ModelInput("why", " "), PLENTY);

            assertThat(encoded.tokenIds()).containsExactly(CLS, id("why"), SEP, SEP);
            assertThat(encoded.typeIds()).containsExactly(0, 0, 0, 1);
        }
    }

    @Test
    void aTemplateInRobertasMannerIsFoundByProbing() {
        byte[] robertaLike =
                tokenizerJson(json -> setTemplate(json, "[CLS] $A [SEP]", "[CLS] $A [SEP] [SEP] $B [SEP]"));
        try (TextTokenizer tokenizer = new TextTokenizer(robertaLike)) {
            EncodedInput encoded = tokenizer.encode(new ModelInput("why", "idea"), PLENTY);

            assertThat(encoded.tokenIds()).containsExactly(CLS, id("why"), SEP, SEP, id("idea"), SEP);
            assertThat(encoded.typeIds()).containsOnly(0);
        }
    }

    @Test
    void aTokenizerWithoutSpecialTokensAddsNone() {
        try (TextTokenizer tokenizer = new TextTokenizer(tokenizerJson(json -> json.putNull("post_processor")))) {
            assertThat(tokenizer.minLength()).isEqualTo(1);
            assertThat(tokenizer.encode(new ModelInput("why", "idea"), PLENTY).tokenIds())
                    .containsExactly(id("why"), id("idea"));
        }
    }

    @Test
    void theFilesOwnPaddingAndTruncationAreSwitchedOff() {
        byte[] settled = tokenizerJson(json -> {
            json.putObject("truncation")
                    .put("direction", "Right")
                    .put("max_length", 4)
                    .put("strategy", "LongestFirst")
                    .put("stride", 0);
            ObjectNode padding = json.putObject("padding");
            padding.putObject("strategy").put("Fixed", 16);
            padding.put("direction", "Right")
                    .putNull("pad_to_multiple_of")
                    .put("pad_id", 0)
                    .put("pad_type_id", 0)
                    .put("pad_token", "[PAD]");
        });
        try (TextTokenizer tokenizer = new TextTokenizer(settled)) {
            assertThat(tokenizer
                            .encode(ModelInput.ofText("light water air soil food"), PLENTY)
                            .length())
                    .isEqualTo(7);
        }
    }

    @Test
    void theTextStandsAfterTheContextHoweverMuchOfThatIsLeft() {
        try (TextTokenizer tokenizer = bertLike()) {
            ModelInput input = new ModelInput("light water air", "no idea");

            assertThat(textOf(tokenizer.encode(input, PLENTY))).containsExactly(id("no"), id("idea"));
            for (int maxLength = 4; maxLength <= 9; maxLength++) {
                assertThat(textOf(tokenizer.encode(input, maxLength))).containsExactly(id("no"), id("idea"));
            }
            assertThat(tokenizer.encode(input, 8).textStart()).isEqualTo(5);
            assertThat(tokenizer.encode(input, 7).textStart()).isEqualTo(4);
            assertThat(tokenizer.encode(input, 5).textStart()).isEqualTo(1);
            assertThat(textOf(tokenizer.encode(input, 3))).containsExactly(id("no"));
        }
    }

    @Test
    void aTextOfNothingStandsNowhere() {
        try (TextTokenizer tokenizer = bertLike()) {
            assertThat(textOf(tokenizer.encode(new ModelInput("why", " "), PLENTY)))
                    .isEmpty();
            assertThat(textOf(tokenizer.encode(ModelInput.ofText(""), PLENTY))).isEmpty();
        }
    }

    @Test
    void theTextIsFoundWithoutTypeIds() {
        byte[] robertaLike =
                tokenizerJson(json -> setTemplate(json, "[CLS] $A [SEP]", "[CLS] $A [SEP] [SEP] $B [SEP]"));
        try (TextTokenizer tokenizer = new TextTokenizer(robertaLike)) {
            ModelInput input = new ModelInput("no idea", "no idea");

            EncodedInput encoded = tokenizer.encode(input, PLENTY);

            assertThat(encoded.textStart()).isEqualTo(5);
            assertThat(textOf(encoded)).containsExactly(id("no"), id("idea"));
            assertThat(tokenizer.encode(input, 7).textStart()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void noTextIsTooStrange(String text) {
        try (TextTokenizer tokenizer = bertLike()) {
            EncodedInput encoded = tokenizer.encode(new ModelInput(text, text), PLENTY);

            assertThat(encoded.length()).isBetween(2, PLENTY);
            assertThat(encoded.textEnd()).isBetween(encoded.textStart(), encoded.length() - 1);
            assertThat(tokenizer.encode(ModelInput.ofText("idea"), PLENTY).length())
                    .isEqualTo(3);
        }
    }

    static String[] hostileTexts() {
        return new String[] {
            "",
            " \t\r\n",
            "\0",
            "a\0b",
            "\uD800",
            "\uDC00 turned round \uD800",
            "\uD83D",
            "\uFFFE\uFFFF\uFEFF",
            "👩‍👩‍👧‍👦🏳️‍🌈",
            "\u202Ethgir ot tfel",
            "Z\u0351\u036B\u0343a\u0363\u0369l\u0348\u035Ag\u030Co".repeat(100),
            "日本語のテキスト",
            "\u0001\u0007\u001B[31m\u007F",
            "[CLS] [SEP] [PAD] [UNK]",
            "{\"a\": [1, 2, \"\\u0000\"]}",
            "a".repeat(1 << 20),
            "no idea ".repeat(1 << 17),
            "😀".repeat(1 << 18),
        };
    }

    @Test
    void halfACharacterIsReadAsAnUnknownOne() {
        try (TextTokenizer tokenizer = bertLike()) {
            assertThat(tokenizer.encode(ModelInput.ofText("no \uD83D idea"), PLENTY))
                    .isEqualTo(tokenizer.encode(ModelInput.ofText("no \uFFFD idea"), PLENTY));
        }
    }

    @Test
    void aTextThatTheTokenizerFailsOnIsNotQuoted() {
        byte[] withoutUnknown = tokenizerJson(json -> ((ObjectNode) json.get("model")).put("unk_token", "[NONE]"));
        try (TextTokenizer tokenizer = new TextTokenizer(withoutUnknown)) {
            assertThatThrownBy(() -> tokenizer.encode(ModelInput.ofText("日 idea"), PLENTY))
                    .isInstanceOf(UntokenizableTextException.class)
                    .hasMessageContaining("6 characters")
                    .hasMessageNotContaining("idea")
                    .hasNoCause();
        }
    }

    @Test
    void aDamagedTokenizerIsRefused() {
        assertThatThrownBy(() -> new TextTokenizer("{\"version\": ".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableTokenizerException.class)
                .hasMessageContaining("tokenizer.json");
    }

    @Test
    void thereMustBeRoomForOneTokenOfText() {
        try (TextTokenizer tokenizer = bertLike()) {
            assertThat(tokenizer.minLength()).isEqualTo(3);
            assertThat(tokenizer.encode(ModelInput.ofText("no idea"), 3).tokenIds())
                    .containsExactly(CLS, id("no"), SEP);
            assertThatThrownBy(() -> tokenizer.encode(ModelInput.ofText("no idea"), 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 3");
        }
    }

    @Test
    void manyThreadsGetWhatOneGets() {
        try (TextTokenizer tokenizer = bertLike()) {
            ModelInput input = new ModelInput("why is the bulb bright", "because the circuit is closed!");
            EncodedInput alone = tokenizer.encode(input, PLENTY);

            assertThat(IntStream.range(0, 2_000)
                            .parallel()
                            .mapToObj(i -> tokenizer.encode(input, PLENTY))
                            .distinct())
                    .containsExactly(alone);
        }
    }

    private static int[] textOf(EncodedInput encoded) {
        return Arrays.copyOfRange(encoded.tokenIds(), encoded.textStart(), encoded.textEnd());
    }

    private static TextTokenizer bertLike() {
        return new TextTokenizer(TinyModel.tokenizerJson());
    }

    private static byte[] tokenizerJson(Consumer<ObjectNode> change) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(TinyModel.tokenizerJson());
            change.accept(json);
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setTemplate(ObjectNode json, String single, String pair) {
        ObjectNode processor = (ObjectNode) json.get("post_processor");
        for (String[] template : new String[][] {{"single", single}, {"pair", pair}}) {
            var pieces = processor.putArray(template[0]);
            for (String piece : Arrays.asList(template[1].split(" ", -1))) {
                boolean segment = piece.startsWith("$");
                pieces.addObject()
                        .putObject(segment ? "Sequence" : "SpecialToken")
                        .put("id", segment ? piece.substring(1) : piece)
                        .put("type_id", 0);
            }
        }
    }

    private static int id(String token) {
        try {
            return JSON.readTree(TinyModel.tokenizerJson())
                    .at("/model/vocab")
                    .path(token)
                    .asInt(UNK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
