package io.grasp.trainer.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Assigns a row to its side by what it says and nothing else, so that it never changes sides and duplicates never
 * straddle. The numbers below are part of the label log's meaning: a change moves rows from training into judging.
 */
final class HashSplit {
    /** A fifth of the rows judges models. */
    static final double TEST_SHARE = 0.2;
    /** This part of the rest tunes them. */
    static final double VALIDATION_SHARE = 0.15;

    private static final String TEST_SALT = "";
    private static final String VALIDATION_SALT = "validation\0";
    private static final Pattern WHITESPACE = Pattern.compile("[\\s\\p{Z}]+");

    private HashSplit() {}

    static boolean isTest(String learningTopic, String text) {
        return bucket(TEST_SALT, learningTopic, text) < TEST_SHARE;
    }

    /** Independent of {@link #isTest}; asked of rows that are not test. */
    static boolean isValidation(String learningTopic, String text) {
        return bucket(VALIDATION_SALT, learningTopic, text) < VALIDATION_SHARE;
    }

    /** The first 53 bits of the SHA-256 as a number in [0, 1). */
    static double bucket(String salt, String learningTopic, String text) {
        byte[] digest =
                sha256().digest((salt + learningTopic + '\0' + normalized(text)).getBytes(StandardCharsets.UTF_8));
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = (bits << 8) | (digest[i] & 0xff);
        }
        return (bits >>> 11) * 0x1.0p-53;
    }

    /** NFKC, lower case, whitespace collapsed and stripped. */
    static String normalized(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return WHITESPACE.matcher(folded).replaceAll(" ").strip();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
