package io.grasp.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashSplitTest {
    /** If these change, rows that trained models begin to judge them. */
    @Test
    void aRowsPlaceIsTheSameForEver() {
        assertThat(HashSplit.bucket("", "fractions.addition", "2/5 because 1+1 is 2"))
                .isEqualTo(0.4094045210911922);
        assertThat(HashSplit.bucket("validation\0", "fractions.addition", "2/5 because 1+1 is 2"))
                .isEqualTo(0.44942884963036556);
        assertThat(HashSplit.bucket("", "general", "")).isEqualTo(0.8402799285599323);
    }

    @Test
    void whatLooksTheSameToAReaderIsOnTheSameSide() {
        assertThat(HashSplit.normalized("  The  ﬁrst\u00A0\tHALF\n"))
                .isEqualTo("the first half")
                .isEqualTo(HashSplit.normalized("the first half"));
    }

    @Test
    void theSameTextInAnotherLearningTopicIsAnotherRow() {
        assertThat(HashSplit.bucket("", "a", "bc")).isNotEqualTo(HashSplit.bucket("", "ab", "c"));
    }

    @Test
    void aFifthJudgesAndAPartOfTheRestTunes() {
        Random random = new Random(7);
        int rows = 20_000;
        int[] texts = random.ints(rows).toArray();
        long test = IntStream.of(texts)
                .filter(text -> HashSplit.isTest("t", "text " + text))
                .count();
        long validation = IntStream.of(texts)
                .filter(text -> !HashSplit.isTest("t", "text " + text))
                .filter(text -> HashSplit.isValidation("t", "text " + text))
                .count();
        assertThat((double) test / rows).isCloseTo(0.2, within(0.01));
        assertThat((double) validation / (rows - test)).isCloseTo(0.15, within(0.01));
    }
}
