package io.grasp.learner.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KnowledgeTracingTest {
    private static final KnowledgeParameters PARAMETERS = new KnowledgeParameters(0.3, 0.1, 0.2, 0.1);

    @Provide
    static Arbitrary<KnowledgeParameters> parameters() {
        Arbitrary<Double> inside = Arbitraries.doubles().between(0.01, 0.99);
        Arbitrary<Double> low = Arbitraries.doubles().between(0.01, 0.49);
        return Combinators.combine(inside, inside, low, low).as(KnowledgeParameters::new);
    }

    @Provide
    static Arbitrary<List<Boolean>> answers() {
        return Arbitraries.of(true, false).list().ofMinSize(1).ofMaxSize(60);
    }

    @Provide
    static Arbitrary<Double> probabilities() {
        return Arbitraries.doubles().between(0, 1);
    }

    /** As the paper's equations say it, for right and wrong answers. */
    private static double textbook(KnowledgeParameters of, List<Boolean> answers) {
        double mastery = of.prior();
        for (boolean right : answers) {
            double given = right
                    ? mastery * (1 - of.slip()) / (mastery * (1 - of.slip()) + (1 - mastery) * of.guess())
                    : mastery * of.slip() / (mastery * of.slip() + (1 - mastery) * (1 - of.guess()));
            mastery = given + (1 - given) * of.learn();
        }
        return mastery;
    }

    @Property
    void onRightAndWrongAnswersItIsTextbookKnowledgeTracing(
            @ForAll("parameters") KnowledgeParameters parameters, @ForAll("answers") List<Boolean> answers) {
        List<Correctness> shown = answers.stream()
                .map(right -> right ? Correctness.RIGHT : Correctness.WRONG)
                .toList();

        assertThat(new KnowledgeTracing(parameters).after(shown))
                .isCloseTo(textbook(parameters, answers), within(1e-9));
    }

    @Test
    void aWorkedExample() {
        // P(L|right) = .3*.9 / (.3*.9 + .7*.2) = .658537; then .658537 + .341463*.1
        assertThat(new KnowledgeTracing(PARAMETERS).after(List.of(Correctness.RIGHT)))
                .isCloseTo(0.692683, within(1e-6));
    }

    @Property
    void masteryStaysAProbabilityAndRisesWithCorrectness(
            @ForAll("parameters") KnowledgeParameters parameters,
            @ForAll("probabilities") double mastery,
            @ForAll("probabilities") double one,
            @ForAll("probabilities") double other) {
        KnowledgeTracing tracing = new KnowledgeTracing(parameters);
        double afterLess = tracing.after(mastery, new Correctness(Math.min(one, other)));
        double afterMore = tracing.after(mastery, new Correctness(Math.max(one, other)));

        assertThat(afterLess).isBetween(0.0, 1.0);
        assertThat(afterMore).isBetween(0.0, 1.0).isGreaterThanOrEqualTo(afterLess - 1e-12);
    }

    @Property
    void whatIsEvenlyRightAndWrongSaysNothing(
            @ForAll("parameters") KnowledgeParameters parameters, @ForAll("probabilities") double mastery) {
        assertThat(new KnowledgeTracing(parameters).after(mastery, new Correctness(0.5)))
                .isCloseTo(mastery + (1 - mastery) * parameters.learn(), within(1e-12));
    }

    @Test
    void whatTheParametersHoldImpossibleChangesNothing() {
        KnowledgeTracing certain = new KnowledgeTracing(new KnowledgeParameters(1, 0, 0, 0));

        assertThat(certain.after(1, Correctness.WRONG)).isEqualTo(1);
    }

    @Test
    void levelsAreEvenlySpacedFromWrongToRight() {
        assertThat(Correctness.ofLevels(List.of(1.0, 0.0, 0.0))).isEqualTo(Correctness.WRONG);
        assertThat(Correctness.ofLevels(List.of(0.0, 1.0, 0.0))).isEqualTo(new Correctness(0.5));
        assertThat(Correctness.ofLevels(List.of(0.0, 0.0, 1.0))).isEqualTo(Correctness.RIGHT);
        assertThat(Correctness.ofLevels(List.of(0.2, 0.2, 0.6)).probability()).isCloseTo(0.7, within(1e-12));
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> new KnowledgeParameters(0.3, 1.1, 0.2, 0.1))
                .hasMessage("learn must be from 0 to 1 but is 1.1");
        assertThatThrownBy(() -> new KnowledgeParameters(0.3, 0.1, 0.6, 0.4)).hasMessageContaining("below 1 together");
        assertThatThrownBy(() -> new Correctness(Double.NaN)).hasMessageContaining("not NaN");
        assertThatThrownBy(() -> Correctness.ofLevels(List.of(0.0, 0.0))).hasMessageContaining("sum up to 0");
    }
}
