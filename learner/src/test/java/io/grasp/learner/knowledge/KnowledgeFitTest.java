package io.grasp.learner.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class KnowledgeFitTest {
    private static final KnowledgeParameters TRUE = new KnowledgeParameters(0.4, 0.2, 0.15, 0.08);

    /**
     * Students who learn by those parameters.
     *
     * @param noise how unsure the classifier is of each answer, from 0 to one half
     */
    private static List<List<Correctness>> students(
            KnowledgeParameters of, int count, int length, double noise, long seed) {
        Random random = new Random(seed);
        List<List<Correctness>> students = new ArrayList<>();
        for (int student = 0; student < count; student++) {
            boolean mastered = random.nextDouble() < of.prior();
            List<Correctness> shown = new ArrayList<>();
            for (int at = 0; at < length; at++) {
                boolean right = random.nextDouble() < (mastered ? 1 - of.slip() : of.guess());
                double sure = 1 - noise * random.nextDouble();
                shown.add(new Correctness(right ? sure : 1 - sure));
                mastered |= random.nextDouble() < of.learn();
            }
            students.add(shown);
        }
        return students;
    }

    @Test
    void manyStudentsGiveAwayTheParametersThatTheyLearnBy() {
        KnowledgeParameters found = new KnowledgeFit(KnowledgeParameters.USUAL, 0)
                .of(students(TRUE, 5000, 12, 0, 1))
                .parameters();

        assertThat(found.prior()).isCloseTo(TRUE.prior(), within(0.03));
        assertThat(found.learn()).isCloseTo(TRUE.learn(), within(0.02));
        assertThat(found.guess()).isCloseTo(TRUE.guess(), within(0.02));
        assertThat(found.slip()).isCloseTo(TRUE.slip(), within(0.02));
    }

    @Property(tries = 60)
    void whatIsMaximisedNeverFalls(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double noise,
            @ForAll @DoubleRange(min = 0, max = 20) double worth) {
        Random random = new Random(seed);
        List<List<Correctness>> students = new ArrayList<>();
        for (int student = 0; student < 1 + random.nextInt(20); student++) {
            List<Correctness> shown = new ArrayList<>();
            for (int at = 0; at < random.nextInt(10); at++) {
                double right = random.nextDouble();
                shown.add(new Correctness(random.nextDouble() < noise ? right : Math.rint(right)));
            }
            students.add(shown);
        }

        List<Double> objectives =
                new KnowledgeFit(KnowledgeParameters.USUAL, worth).of(students).objectives();

        assertThat(objectives).hasSizeGreaterThan(1);
        for (int round = 1; round < objectives.size(); round++) {
            assertThat(objectives.get(round)).isGreaterThanOrEqualTo(objectives.get(round - 1) - 1e-9);
        }
    }

    @Test
    void theLikelihoodIsThatOfAllWaysToHaveLearnt() {
        // by hand, for right then wrong: mastered from the start, learnt between, or not learnt
        double mastered = 0.4 * 0.92 * 0.08;
        double learnt = 0.6 * 0.15 * 0.2 * 0.08;
        double neither = 0.6 * 0.15 * 0.8 * 0.85;
        List<List<Correctness>> one = List.of(List.of(Correctness.RIGHT, Correctness.WRONG));

        assertThat(new KnowledgeFit(TRUE, 0).of(one).objectives().get(0))
                .isCloseTo(Math.log(mastered + learnt + neither), within(1e-12));
    }

    @Test
    void fewStudentsStayNearTheUsualParameters() {
        List<List<Correctness>> two =
                List.of(List.of(Correctness.RIGHT, Correctness.RIGHT), List.of(Correctness.RIGHT, Correctness.RIGHT));

        KnowledgeParameters drawn =
                new KnowledgeFit(KnowledgeParameters.USUAL, 20).of(two).parameters();
        KnowledgeParameters free =
                new KnowledgeFit(KnowledgeParameters.USUAL, 0).of(two).parameters();

        assertThat(drawn.prior()).isCloseTo(KnowledgeParameters.USUAL.prior(), within(0.1));
        assertThat(free.prior()).isGreaterThan(0.5);
    }

    @Test
    void withoutStudentsTheUsualParametersStay() {
        assertThat(new KnowledgeFit(KnowledgeParameters.USUAL, 0)
                        .of(List.of(List.of()))
                        .parameters())
                .isEqualTo(KnowledgeParameters.USUAL);
    }

    @Test
    void aBeginningThatCanNotBeLeftIsRefused() {
        assertThatThrownBy(() -> new KnowledgeFit(new KnowledgeParameters(0, 0.1, 0.2, 0.1), 0))
                .hasMessageContaining("can't begin at a parameter of 0 or 1");
    }
}
