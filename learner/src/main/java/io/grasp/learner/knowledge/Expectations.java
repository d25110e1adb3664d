package io.grasp.learner.knowledge;

import java.util.List;

/**
 * How often, by what some parameters make of what students have shown, each thing happened that a parameter is the
 * probability of: the E-step of {@link KnowledgeFit}. For one thread.
 */
final class Expectations {
    private final KnowledgeParameters parameters;
    private final KnowledgeTracing tracing;

    private double logLikelihood;
    private double students;
    private double mastered;
    private double couldLearn;
    private double learnt;
    private double masteredAnswers;
    private double slipped;
    private double unmasteredAnswers;
    private double guessed;

    Expectations(KnowledgeParameters parameters) {
        this.parameters = parameters;
        this.tracing = new KnowledgeTracing(parameters);
    }

    /**
     * Adds one student, by the forward-backward algorithm.
     *
     * @param shown oldest first, not empty
     */
    void add(List<Correctness> shown) {
        int length = shown.size();
        double[] forward = new double[length];
        double[] scale = new double[length];
        double reached = parameters.prior();
        for (int at = 0; at < length; at++) {
            double ofMastered = reached * tracing.ofMastered(shown.get(at));
            double ofOthers = (1 - reached) * tracing.ofOthers(shown.get(at));
            scale[at] = ofMastered + ofOthers;
            forward[at] = ofMastered / scale[at];
            reached = forward[at] + (1 - forward[at]) * parameters.learn();
            logLikelihood += Math.log(scale[at]);
        }
        double backwardMastered = 1;
        double backwardOthers = 1;
        for (int at = length - 1; at >= 0; at--) {
            double isMastered = forward[at] * backwardMastered;
            count(shown.get(at), isMastered);
            if (at == 0) {
                students++;
                mastered += isMastered;
                return;
            }
            double nextMastered = tracing.ofMastered(shown.get(at)) * backwardMastered / scale[at];
            double nextOthers = tracing.ofOthers(shown.get(at)) * backwardOthers / scale[at];
            double before = 1 - forward[at - 1];
            double learntNow = before * parameters.learn() * nextMastered;
            learnt += learntNow;
            couldLearn += learntNow + before * (1 - parameters.learn()) * nextOthers;
            backwardMastered = nextMastered;
            backwardOthers = parameters.learn() * nextMastered + (1 - parameters.learn()) * nextOthers;
        }
    }

    private void count(Correctness shown, double isMastered) {
        double right = shown.probability();
        masteredAnswers += isMastered;
        slipped += isMastered * share(parameters.slip() * (1 - right), (1 - parameters.slip()) * right);
        unmasteredAnswers += 1 - isMastered;
        guessed += (1 - isMastered) * share(parameters.guess() * right, (1 - parameters.guess()) * (1 - right));
    }

    private static double share(double part, double rest) {
        return part == 0 ? 0 : part / (part + rest);
    }

    double logLikelihood() {
        return logLikelihood;
    }

    double students() {
        return students;
    }

    /** Students who had mastered it before their first interaction. */
    double mastered() {
        return mastered;
    }

    /** Times between two interactions in which there was something to learn. */
    double couldLearn() {
        return couldLearn;
    }

    double learnt() {
        return learnt;
    }

    /** Answers of students who had mastered it. */
    double masteredAnswers() {
        return masteredAnswers;
    }

    double slipped() {
        return slipped;
    }

    /** Answers of students who had not. */
    double unmasteredAnswers() {
        return unmasteredAnswers;
    }

    double guessed() {
        return guessed;
    }
}
