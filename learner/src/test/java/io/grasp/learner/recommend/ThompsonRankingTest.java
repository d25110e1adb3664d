package io.grasp.learner.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ThompsonRankingTest {
    private static final Situation GAP = new Situation.Misconceived("fractions.gap-thinking");
    private static final Situation NOVICE = new Situation.AtLevel("novice");
    private static final ThompsonRanking NOTHING_KNOWN = new ThompsonRanking(candidate -> Effect.UNKNOWN);

    /** What there is to choose from, and what is known of each. */
    record Shelf(Map<Candidate, Effect> effects) {
        List<Candidate> candidates() {
            return List.copyOf(effects.keySet());
        }

        List<Ranked> ranked(List<Candidate> candidates, long seed) {
            return new ThompsonRanking(candidate -> effects.getOrDefault(candidate, Effect.UNKNOWN))
                    .rank(candidates, new Seed(seed));
        }
    }

    @Provide
    static Arbitrary<Shelf> shelves() {
        Arbitrary<Candidate> candidates = Combinators.combine(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(4),
                        Arbitraries.of(GAP, NOVICE),
                        Arbitraries.of(Fit.class).set().ofMaxSize(3))
                .as(Candidate::new);
        Arbitrary<Effect> effects = Combinators.combine(
                        Arbitraries.doubles().between(0, 1), Arbitraries.longs().between(0, 500))
                .as((mean, outcomes) -> new Effect(mean * outcomes, outcomes));
        Arbitrary<List<Candidate>> shelf =
                candidates.list().uniqueElements(Candidate::resourceId).ofMaxSize(12);
        return Combinators.combine(shelf, effects.list().ofSize(12)).as((chosen, known) -> {
            Map<Candidate, Effect> all = new HashMap<>();
            IntStream.range(0, chosen.size()).forEach(at -> all.put(chosen.get(at), known.get(at)));
            return new Shelf(all);
        });
    }

    @Property
    void everyCandidateIsRankedOnce(@ForAll("shelves") Shelf shelf, @ForAll long seed) {
        assertThat(shelf.ranked(shelf.candidates(), seed))
                .extracting(Ranked::candidate)
                .containsExactlyInAnyOrderElementsOf(shelf.candidates());
    }

    @Property
    void theSameSeedRanksTheSameWhateverTheOrderOfCandidates(
            @ForAll("shelves") Shelf shelf, @ForAll long seed, @ForAll long order) {
        List<Candidate> shuffled = new ArrayList<>(shelf.candidates());
        Collections.shuffle(shuffled, new Random(order));

        assertThat(shelf.ranked(shuffled, seed)).isEqualTo(shelf.ranked(shelf.candidates(), seed));
    }

    @Property
    void withoutOneCandidateTheOthersKeepTheirOrder(@ForAll("shelves") Shelf shelf, @ForAll long seed) {
        List<Ranked> all = shelf.ranked(shelf.candidates(), seed);
        if (all.isEmpty()) {
            return;
        }

        assertThat(shelf.ranked(all.stream().skip(1).map(Ranked::candidate).toList(), seed))
                .isEqualTo(all.subList(1, all.size()));
    }

    @Property
    void whatPedagogyPutsFirstComesFirstAndThenTheHighestDraw(@ForAll("shelves") Shelf shelf, @ForAll long seed) {
        List<Ranked> ranked = shelf.ranked(shelf.candidates(), seed);

        for (int at = 1; at < ranked.size(); at++) {
            Ranked before = ranked.get(at - 1);
            Ranked next = ranked.get(at);
            assertThat(before.candidate().precedence())
                    .isLessThanOrEqualTo(next.candidate().precedence());
            if (before.candidate().precedence() == next.candidate().precedence()) {
                assertThat(before.draw()).isGreaterThanOrEqualTo(next.draw());
            }
        }
    }

    @Test
    void aMisconceptionComesBeforePrerequisitesAndTheseBeforeTheLevel() {
        List<Candidate> candidates = List.of(
                new Candidate("other", NOVICE, Set.of(Fit.KIND)),
                new Candidate("level", NOVICE, Set.of(Fit.LEVEL, Fit.KIND)),
                new Candidate("prerequisite", NOVICE, Set.of(Fit.PREREQUISITE)),
                new Candidate("misconception", GAP, Set.of()));

        assertThat(NOTHING_KNOWN.rank(candidates, new Seed(1)))
                .extracting(ranked -> ranked.candidate().resourceId())
                .containsExactly("misconception", "prerequisite", "level", "other");
    }

    /** Of many recommendations, the share in which one comes first. */
    private static double shareFirst(String resourceId, ThompsonRanking ranking, Candidate... candidates) {
        int rounds = 2000;
        return IntStream.range(0, rounds)
                        .filter(round -> ranking.rank(List.of(candidates), new Seed(round))
                                .get(0)
                                .candidate()
                                .resourceId()
                                .equals(resourceId))
                        .count()
                / (double) rounds;
    }

    @Test
    void oneIsFirstAsOftenAsItIsProbablyTheBest() {
        Candidate one = new Candidate("one", GAP, Set.of());
        Candidate two = new Candidate("two", GAP, Set.of());
        ThompsonRanking oneHasHelpedTwice =
                new ThompsonRanking(candidate -> candidate.equals(one) ? new Effect(2, 2) : Effect.UNKNOWN);

        assertThat(shareFirst("one", NOTHING_KNOWN, one, two)).isCloseTo(0.5, within(0.04));
        // P(X > Y) = 1 - E[(1 - X)^9] for X of Beta(3, 9) and Y of Beta(1, 9)
        assertThat(shareFirst("one", oneHasHelpedTwice, one, two)).isCloseTo(65.0 / 76, within(0.03));
    }

    @Test
    void withoutOutcomesTheCatalogDecides() {
        assertThat(shareFirst(
                        "fits",
                        NOTHING_KNOWN,
                        new Candidate("fits", GAP, Set.of(Fit.LEVEL)),
                        new Candidate("misfit", GAP, Set.of())))
                .isGreaterThan(0.95);
    }

    @Test
    void outcomesOutweighWhatTheCatalogSays() {
        Candidate fits = new Candidate("fits", GAP, Set.of(Fit.LEVEL, Fit.KIND));
        Candidate misfit = new Candidate("misfit", GAP, Set.of());
        ThompsonRanking known =
                new ThompsonRanking(candidate -> candidate.equals(fits) ? new Effect(18, 60) : new Effect(42, 60));

        assertThat(shareFirst("misfit", known, fits, misfit)).isGreaterThan(0.8);
    }

    @Test
    void aRankingSaysWhatItRestsOn() {
        Candidate video = new Candidate("video", NOVICE, Set.of(Fit.LEVEL));
        Ranked ranked = new ThompsonRanking(candidate -> new Effect(3, 8))
                .rank(List.of(video), new Seed(1))
                .get(0);

        assertThat(ranked.effect().outcomes()).isEqualTo(8);
        assertThat(ranked.posterior()).isEqualTo(new Beta(8, 10));
        assertThat(ranked.draw()).isBetween(0.0, 1.0);
    }

    @Test
    void aResourceIsACandidateOnce() {
        List<Candidate> twice =
                List.of(new Candidate("video", NOVICE, Set.of()), new Candidate("video", GAP, Set.of()));

        assertThatThrownBy(() -> NOTHING_KNOWN.rank(twice, new Seed(1)))
                .hasMessage("Resource video is a candidate twice: choose one situation for it");
    }
}
