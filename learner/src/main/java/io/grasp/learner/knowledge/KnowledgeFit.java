package io.grasp.learner.knowledge;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits the parameters of a learning topic to what students have shown, by expectation maximisation on the two-state
 * hidden Markov model that knowledge tracing is (Rabiner, A tutorial on hidden Markov models, 1989, whose scaling it
 * uses). What is maximised never falls from one round to the next. Draws no random numbers.
 */
public final class KnowledgeFit {
    private static final int MOST_ROUNDS = 1000;
    /** By how much the objective must rise, per interaction, for another round. */
    private static final double LEAST_GAIN = 1e-9;

    private final KnowledgeParameters usual;
    private final double worth;

    /**
     * A fit.
     *
     * @param usual where it begins and what few students are drawn to; above 0 and below 1 each
     * @param worth how many observations of each parameter the usual ones are worth; 0: maximum likelihood
     */
    public KnowledgeFit(KnowledgeParameters usual, double worth) {
        if (!(worth >= 0 && worth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The usual parameters are worth at least 0 observations, not " + worth);
        }
        for (double parameter : new double[] {usual.prior(), usual.learn(), usual.guess(), usual.slip()}) {
            if (parameter == 0 || parameter == 1) {
                throw new IllegalArgumentException(
                        "A fit can't begin at a parameter of 0 or 1, which it would never leave: " + usual);
            }
        }
        this.usual = usual;
        this.worth = worth;
    }

    /**
     * What was found.
     *
     * @param objectives before each round and after the last: the log-likelihood, plus the log-density of the
     *     parameters under what the usual ones are worth
     */
    public record Fitted(KnowledgeParameters parameters, List<Double> objectives) {
        public Fitted {
            objectives = List.copyOf(objectives);
        }
    }

    /**
     * The parameters that explain these students best.
     *
     * @param students what each has shown, oldest first; students who have shown nothing say nothing
     */
    public Fitted of(List<List<Correctness>> students) {
        List<List<Correctness>> telling =
                students.stream().filter(shown -> !shown.isEmpty()).toList();
        int interactions = telling.stream().mapToInt(List::size).sum();
        KnowledgeParameters parameters = usual;
        Expectations expectations = expectations(parameters, telling);
        List<Double> objectives = new ArrayList<>();
        objectives.add(objective(parameters, expectations));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            parameters = maximised(parameters, expectations);
            expectations = expectations(parameters, telling);
            double before = objectives.get(objectives.size() - 1);
            double after = objective(parameters, expectations);
            objectives.add(after);
            if (after - before <= LEAST_GAIN * Math.max(1, interactions)) {
                break;
            }
        }
        return new Fitted(parameters, objectives);
    }

    private static Expectations expectations(KnowledgeParameters parameters, List<List<Correctness>> students) {
        Expectations expectations = new Expectations(parameters);
        students.forEach(expectations::add);
        return expectations;
    }

    private double objective(KnowledgeParameters parameters, Expectations expectations) {
        return expectations.logLikelihood()
                + density(usual.prior(), parameters.prior())
                + density(usual.learn(), parameters.learn())
                + density(usual.guess(), parameters.guess())
                + density(usual.slip(), parameters.slip());
    }

    /** Of a Beta distribution whose mode is the usual value, up to a constant. */
    private double density(double usualValue, double value) {
        return worth == 0 ? 0 : worth * (usualValue * Math.log(value) + (1 - usualValue) * Math.log(1 - value));
    }

    private KnowledgeParameters maximised(KnowledgeParameters before, Expectations expected) {
        double prior = share(expected.mastered(), expected.students(), usual.prior(), before.prior());
        double learn = share(expected.learnt(), expected.couldLearn(), usual.learn(), before.learn());
        double guess = share(expected.guessed(), expected.unmasteredAnswers(), usual.guess(), before.guess());
        double slip = share(expected.slipped(), expected.masteredAnswers(), usual.slip(), before.slip());
        // where both would turn the meaning of an answer around, this round leaves them: the objective still rises
        return guess + slip < 1
                ? new KnowledgeParameters(prior, learn, guess, slip)
                : new KnowledgeParameters(prior, learn, before.guess(), before.slip());
    }

    private double share(double part, double whole, double usualValue, double before) {
        return whole + worth == 0 ? before : Math.min(1, (part + worth * usualValue) / (whole + worth));
    }
}
