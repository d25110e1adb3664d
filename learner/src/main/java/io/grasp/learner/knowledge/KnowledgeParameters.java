package io.grasp.learner.knowledge;

/**
 * What knowledge tracing supposes of a learning topic (Corbett &amp; Anderson, Knowledge tracing: Modeling the
 * acquisition of procedural knowledge, 1995). Nothing is forgotten.
 *
 * @param prior P(L0), how probable it is that a student has mastered it before the first interaction
 * @param learn P(T), how probable it is to master it between two interactions
 * @param guess P(G), how probable a right answer is without mastery
 * @param slip P(S), how probable a wrong answer is in spite of mastery
 */
public record KnowledgeParameters(double prior, double learn, double guess, double slip) {
    /**
     * For learning topics of which nothing is known yet. Guess and slip are the upper bounds that Corbett &amp;
     * Anderson (1995) set for them, since free text is judged with some error. Prior and learn are a choice of this
     * project: moderate, until they are fitted.
     */
    public static final KnowledgeParameters USUAL = new KnowledgeParameters(0.3, 0.15, 0.3, 0.1);

    /**
     * Checks that these are probabilities and that a right answer speaks for mastery.
     *
     * @throws IllegalArgumentException if not
     */
    public KnowledgeParameters {
        requireProbability("prior", prior);
        requireProbability("learn", learn);
        requireProbability("guess", guess);
        requireProbability("slip", slip);
        if (guess + slip >= 1) {
            throw new IllegalArgumentException(
                    "guess and slip must be below 1 together but are %s and %s: a right answer would speak against mastery"
                            .formatted(guess, slip));
        }
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s must be from 0 to 1 but is %s".formatted(name, value));
        }
    }
}
