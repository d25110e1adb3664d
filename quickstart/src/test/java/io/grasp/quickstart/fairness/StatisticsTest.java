package io.grasp.quickstart.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final PermutationTest TEST = new PermutationTest(7);

    private static ClusteredShare share(int hits, int of) {
        return new ClusteredShare(new Count(hits, of), of);
    }

    private static List<Count> students(int hits, int of) {
        List<Count> students = new ArrayList<>(Collections.nCopies(hits, new Count(1, 1)));
        students.addAll(Collections.nCopies(of - hits, new Count(0, 1)));
        return students;
    }

    /** Newcombe (1998), Table II, method 10. */
    @Test
    void theIntervalIsThatOfThePaper() {
        DifferenceInterval a = DifferenceInterval.of(share(56, 70), share(48, 80));
        assertThat(a.low()).isCloseTo(0.0524, within(5e-5));
        assertThat(a.high()).isCloseTo(0.3339, within(5e-5));
        DifferenceInterval e = DifferenceInterval.of(share(5, 56), share(0, 29));
        assertThat(e.low()).isCloseTo(-0.0381, within(5e-5));
        assertThat(e.high()).isCloseTo(0.1926, within(5e-5));
        DifferenceInterval h = DifferenceInterval.of(share(10, 10), share(0, 10));
        assertThat(h.low()).isCloseTo(0.6075, within(5e-5));
        assertThat(h.high()).isCloseTo(1, within(5e-5));
    }

    @Property
    void theIntervalHoldsTheDifferenceAndIsMirroredWithIt(
            @ForAll @IntRange(min = 1, max = 50) int n,
            @ForAll @IntRange(min = 1, max = 50) int m,
            @ForAll @DoubleRange(max = 1) double p,
            @ForAll @DoubleRange(max = 1) double q) {
        ClusteredShare one = share((int) (p * n), n);
        ClusteredShare other = share((int) (q * m), m);
        DifferenceInterval interval = DifferenceInterval.of(one, other);
        DifferenceInterval mirrored = DifferenceInterval.of(other, one);

        assertThat(one.share() - other.share()).isBetween(interval.low() - 1e-12, interval.high() + 1e-12);
        assertThat(interval.low()).isGreaterThanOrEqualTo(-1 - 1e-12).isCloseTo(-mirrored.high(), within(1e-12));
        assertThat(interval.high()).isLessThanOrEqualTo(1 + 1e-12).isCloseTo(-mirrored.low(), within(1e-12));
    }

    @Test
    void casesOfOneStudentThatAreAllAlikeAreWorthOneCase() {
        List<Count> alike = List.of(new Count(10, 10), new Count(0, 10), new Count(10, 10), new Count(0, 10));

        assertThat(ClusteredShare.of(alike).effective()).isCloseTo(3, within(1e-9));
    }

    @Test
    void casesOfStudentsWhoAreLikeEachOtherAreWorthThemselves() {
        assertThat(ClusteredShare.of(Collections.nCopies(8, new Count(3, 10))).effective())
                .isEqualTo(80);
    }

    @Property
    void casesAreNeverWorthMoreThanThereAre(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 10) Integer> hitsOfTen) {
        ClusteredShare share = ClusteredShare.of(
                hitsOfTen.stream().map(hits -> new Count(hits, 10)).toList());

        assertThat(share.effective()).isPositive().isLessThanOrEqualTo((double)
                share.count().of());
    }

    /** Of all ways to deal 8 hits to 12 and 12 students, 2.72 % differ by 6 hits or more (Fisher's exact test). */
    @Test
    void thePValueIsThatOfAllDeals() {
        assertThat(TEST.pValue(students(1, 12), students(7, 12))).isCloseTo(0.0272, within(0.006));
    }

    @Test
    void aLargeDifferenceIsHardlyLuckAndNoDifferenceMayBe() {
        assertThat(TEST.pValue(students(0, 20), students(18, 20))).isEqualTo(1 / 10000.0);
        assertThat(TEST.pValue(students(5, 20), students(10, 40))).isEqualTo(1);
    }

    @Property(tries = 50)
    void theOrderOfGroupsDoesNotMatterToThePValueButForChance(
            @ForAll @IntRange(max = 12) int hits, @ForAll @IntRange(max = 15) int others) {
        double one = TEST.pValue(students(hits, 12), students(others, 15));

        assertThat(TEST.pValue(students(others, 15), students(hits, 12))).isCloseTo(one, within(0.2));
        assertThat(one).isBetween(0.0, 1.0);
    }

    /** One student's many answers that are all alike are one piece of luck, not many. */
    @Test
    void manyCasesOfFewStudentsAreNoEvidence() {
        List<Count> one = List.of(new Count(50, 50), new Count(25, 50), new Count(30, 50));
        List<Count> other = List.of(new Count(20, 50), new Count(30, 50), new Count(25, 50));

        assertThat(TEST.pValue(one, other)).isGreaterThan(0.05);
    }

    @Test
    void luckIsFoundAsOftenAsItShouldBe() {
        Random random = new Random(3);
        int found = 0;
        for (int trial = 0; trial < 400; trial++) {
            List<Count> one = new ArrayList<>();
            List<Count> other = new ArrayList<>();
            for (int student = 0; student < 30; student++) {
                double skill = random.nextDouble();
                int hits = 0;
                for (int i = 0; i < 5; i++) {
                    hits += random.nextDouble() < skill ? 1 : 0;
                }
                (student < 12 ? one : other).add(new Count(hits, 5));
            }
            found += TEST.pValue(one, other) < 0.05 ? 1 : 0;
        }
        assertThat(found / 400.0).isBetween(0.02, 0.085);
    }

    @Test
    void holmsCorrectionIsThatOfThePaper() {
        assertThat(Holm.corrected(List.of(0.01, 0.04, 0.03, 0.005))).containsExactly(0.03, 0.06, 0.06, 0.02);
    }

    @Property
    void correctedPValuesKeepTheirOrderAndNeverShrink(
            @ForAll @Size(max = 20) List<@DoubleRange(max = 1) Double> pValues) {
        double[] corrected = Holm.corrected(pValues);

        for (int i = 0; i < corrected.length; i++) {
            assertThat(corrected[i]).isBetween(pValues.get(i), 1.0);
            for (int j = 0; j < corrected.length; j++) {
                if (pValues.get(i) < pValues.get(j)) {
                    assertThat(corrected[i]).isLessThanOrEqualTo(corrected[j]);
                }
            }
        }
    }
}
