package io.grasp.model.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.ModelInput;
import org.junit.jupiter.api.Test;

class LexicalHeadTest {
    private static final LexicalFeatures GLOWS = LexicalFeatures.of(ModelInput.ofText("glows"));
    private static final float THIRD = (float) (1 / Math.sqrt(3));

    private static LexicalHead head(int... buckets) {
        float[][] weight = new float[2][buckets.length];
        for (int i = 0; i < buckets.length; i++) {
            weight[0][i] = i + 1;
            weight[1][i] = -10 * (i + 1);
        }
        return new LexicalHead(buckets, weight, new float[] {0.5f, 0}, 2, 3);
    }

    @Test
    void eachWordAddsItsWeightAndUnknownWordsAddNothing() {
        // "glows" alone has three features: the word, and its pairs with the beginning and the end
        int known = GLOWS.bucket(1);
        double[] logits = head(known - 1, known).logits(GLOWS);
        assertThat(logits[0]).isCloseTo(0.5 + 2 * THIRD, within(1e-6));
        assertThat(logits[1]).isCloseTo(-20 * THIRD, within(1e-6));
        assertThat(head(known).logits(LexicalFeatures.of(ModelInput.ofText("dark"))))
                .containsExactly(0.5, 0);
    }

    @Test
    void theMixIsAWeightedSum() {
        LexicalHead head = head(GLOWS.bucket(0));
        double[] own = head.logits(GLOWS);
        assertThat(head.mix(new double[] {10, 20}, GLOWS)).containsExactly(20 + 3 * own[0], 40 + 3 * own[1]);
        assertThat(head.withMix(0, 1).mix(new double[] {10, 20}, GLOWS)).containsExactly(own);
    }

    @Test
    void aHeadThatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() -> head(3, 3)).hasMessageContaining("must rise");
        assertThatThrownBy(() -> head(-1)).hasMessageContaining("must rise");
        assertThatThrownBy(() -> head(1 << 22)).hasMessageContaining("below 4194304");
        assertThatThrownBy(() -> new LexicalHead(new int[2], new float[1][1], new float[1], 1, 1))
                .hasMessageContaining("as many weights");
        assertThatThrownBy(() -> head(1).withMix(Float.NaN, 1)).hasMessageContaining("diverge");
    }
}
