package io.grasp.model.lexical;

import io.grasp.model.ModelInput;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The wording of one input as a sparse vector, equal by content. Immutable. Packages depend on these rules, which are
 * version 1:
 *
 * <p><b>Words.</b> A text is normalized to NFKC, then lower-cased in the root locale. A word is a longest run of
 * letters, decimal digits and marks (Unicode categories L*, Nd, M*); characters of the categories Z* and C* separate;
 * every other character, such as {@code =} or {@code /}, is a word of its own.
 *
 * <p><b>Names.</b> Of the student's text: {@code w WORD} for each word; {@code b FIRST SECOND} for each pair of
 * neighbours, where an empty word stands before the first and after the last; {@code t WORD TOPIC} for each word and
 * for the empty word, if the learning topic is not blank, where {@code TOPIC} is the learning topic without surrounding
 * whitespace; {@code in WORD} or {@code out WORD} for each word, if the reference answer has words, according to
 * whether the word is among them. Each name counts once. Of prompt and reference answer, if they have words:
 * {@code prompt recall}, {@code prompt precision}, {@code reference recall}, {@code reference precision}.
 *
 * <p><b>Values.</b> Of w, b, t, in and out: one divided by the square root of how many names w, b and t there are, as a
 * float. Of recall: the share of the other text's distinct words that are in the student's text. Of precision: the
 * share of the student's distinct words that are in the other text, 0 if there are none.
 *
 * <p><b>Buckets.</b> A name's bucket is the lowest 22 bits of the MurmurHash3_x86_32 of its UTF-8, seed 0. Values that
 * meet in a bucket are added.
 */
public final class LexicalFeatures {
    /** No features at all. */
    public static final LexicalFeatures NONE = new LexicalFeatures(new TreeMap<>());

    private final int[] buckets;
    private final float[] values;
    private final int hash;

    private LexicalFeatures(SortedMap<Integer, Float> byBucket) {
        this.buckets = byBucket.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.values = new float[buckets.length];
        int at = 0;
        for (float value : byBucket.values()) {
            values[at++] = value;
        }
        this.hash = 31 * Arrays.hashCode(buckets) + Arrays.hashCode(values);
    }

    /** Returns the features of an input; tens of microseconds for an answer of some sentences. */
    public static LexicalFeatures of(ModelInput input) {
        List<String> words = Words.of(input.text());
        Set<String> distinct = new LinkedHashSet<>(words);
        Set<String> names = new LinkedHashSet<>();
        distinct.forEach(word -> names.add("w " + word));
        addPairs(words, names);
        addCrosses(distinct, input.learningTopic().strip(), names);
        float value = (float) (1 / Math.sqrt(Math.max(1, names.size())));
        Set<String> reference = new HashSet<>(Words.of(input.referenceAnswer()));
        if (!reference.isEmpty()) {
            distinct.forEach(word -> names.add((reference.contains(word) ? "in " : "out ") + word));
        }
        SortedMap<Integer, Float> byBucket = new TreeMap<>();
        names.forEach(name -> byBucket.merge(LexicalHashing.bucket(name), value, Float::sum));
        addOverlap("prompt", distinct, new HashSet<>(Words.of(input.prompt())), byBucket);
        addOverlap("reference", distinct, reference, byBucket);
        return new LexicalFeatures(byBucket);
    }

    private static void addPairs(List<String> words, Set<String> names) {
        if (words.isEmpty()) {
            return;
        }
        String before = "";
        for (String word : words) {
            names.add("b " + before + ' ' + word);
            before = word;
        }
        names.add("b " + before + ' ');
    }

    private static void addCrosses(Set<String> distinct, String learningTopic, Set<String> names) {
        if (!learningTopic.isEmpty()) {
            names.add("t  " + learningTopic);
            distinct.forEach(word -> names.add("t " + word + ' ' + learningTopic));
        }
    }

    private static void addOverlap(String of, Set<String> own, Set<String> others, Map<Integer, Float> byBucket) {
        if (others.isEmpty()) {
            return;
        }
        float shared = own.stream().filter(others::contains).count();
        byBucket.merge(LexicalHashing.bucket(of + " recall"), shared / others.size(), Float::sum);
        byBucket.merge(LexicalHashing.bucket(of + " precision"), shared / Math.max(1, own.size()), Float::sum);
    }

    /** How many buckets have a value. */
    public int size() {
        return buckets.length;
    }

    /** The bucket of a feature; they rise with {@code index}. */
    public int bucket(int index) {
        return buckets[index];
    }

    public float value(int index) {
        return values[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LexicalFeatures that
                && hash == that.hash
                && Arrays.equals(buckets, that.buckets)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Their number only: buckets betray a student's words. */
    @Override
    public String toString() {
        return "LexicalFeatures[%d]".formatted(buckets.length);
    }
}
