package io.grasp.trainer.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides whether a challenger may replace the champion. It must be better or equal overall, and it must have forgotten
 * nothing: no task and no learning topic may be worse than is tolerated. It need not be better, because it has learnt
 * from labels that the champion has not seen.
 *
 * <p><b>What is compared.</b> The macro-F1 of both models on the same held-out rows, those of learning topics that are
 * new to the champion included: <i>overall</i>, the mean over tasks; <i>each task</i>; and <i>each learning topic</i>,
 * the mean over tasks. Only tasks with at least {@link GateRules#minRows} rows there count (overall, if none has so
 * many, all of them). Learning topics with fewer rows that the champion knows are judged together, as one. A loss on
 * one of n tasks within one learning topic counts 1/n there, and in full on the task.
 *
 * <p><b>The rule.</b> A comparison is <i>worse</i> if all of these hold:
 *
 * <ol>
 *   <li>On these rows, more is lost than is tolerated ({@link Tolerances}).
 *   <li>On other rows like these something would be lost as well: it is in at least {@link GateRules#confidence} of the
 *       resamples of a paired bootstrap ({@link PairedResampling}).
 *   <li>Luck hardly explains it: among models that are equally good, a loss beyond its tolerance and as striking, in
 *       this comparison or another one of its kind (overall, tasks, learning topics), has a probability of at most a
 *       third of {@code 1 - confidence}. It is the share of resamples of an approximate randomization that have such a
 *       loss, where losses are as striking as they are large in standard deviations of their own comparison (the
 *       maximum statistic of Westfall & Young, Resampling-Based Multiple Testing, 1993), with one added to both counts,
 *       so that it is never 0.
 * </ol>
 *
 * <p>The challenger is held if any comparison is worse, and otherwise promoted. So <i>equal</i> means: a loss within
 * the tolerance, or one that is no larger than luck makes between equals. One that is equally good is held with a
 * probability of at most {@code 1 - confidence}, since each of the three kinds may err in a third of that. The more
 * learning topics there are, the larger a loss on one of them must be, because luck has more of them to strike.
 *
 * <p><b>Its power</b>, by default rules, in simulations of three tasks (in brackets: of one) with four labels each, on
 * 10 learning topics of 60 rows, where every fifth answer is wrong and two models share half of their answers: an
 * equally good challenger is held in 8 % (6 %) of cases, one that is worse by 0.25 on one learning topic in 99 % (78
 * %), one that is worse by 0.08 everywhere in 100 % (98 %), by 0.05 in 99 % (77 %). Models that share four fifths, as
 * those of successive rounds do, differ less by luck: then even with one task the forgotten learning topic is found in
 * 94 %.
 *
 * <p>Beside the rule: a challenger that lacks a task that the champion knows is held. Without rows to compare on, it is
 * promoted if it covers something new. A champion that nobody can serve any more is no opponent; against one that may
 * serve but can't be read here, a challenger is held.
 *
 * <p>Deterministic. Safe for any number of threads.
 */
public final class PromotionGate {
    private static final int RESAMPLES = 1000;

    /** Of comparisons: overall, tasks, learning topics. Each may use its share of the errors that are allowed. */
    private static final int KINDS = 3;

    /** Losses that differ by less, in standard deviations, are equally striking. */
    private static final double ROUNDING = 1e-9;

    /** How many of several names a reason names. */
    private static final int NAMED = 3;

    private final GateRules rules;
    private final long seed;
    private final int resamples;

    /**
     * A gate.
     *
     * @param seed of the resampling
     */
    public PromotionGate(GateRules rules, long seed) {
        this(rules, seed, RESAMPLES);
    }

    PromotionGate(GateRules rules, long seed, int resamples) {
        this.rules = rules;
        this.seed = seed;
        this.resamples = resamples;
    }

    /** Decides, with a reason. */
    public Decision judge(Opposition opposition) {
        if (opposition instanceof Match match) {
            return judge(match);
        }
        if (opposition instanceof Opposition.Unservable unservable) {
            return new Decision.Promote(
                    "The champion %s can't be served any more: %s"
                            .formatted(unservable.champion(), unservable.problem()),
                    Optional.empty(),
                    List.of());
        }
        if (opposition instanceof Opposition.OutOfReach outOfReach) {
            return new Decision.Hold(
                    "The champion %s can't be read here to compare it with, but may serve: %s"
                            .formatted(outOfReach.champion(), outOfReach.problem()),
                    Optional.empty(),
                    List.of());
        }
        return new Decision.Promote("It is the first model", Optional.empty(), List.of());
    }

    private Decision judge(Match match) {
        List<Comparison> comparisons = compare(match);
        Optional<String> champion = Optional.of(match.champion());
        if (!match.lostTasks().isEmpty()) {
            return new Decision.Hold(
                    "It has not learnt " + named(match.lostTasks()) + ", which the champion knows",
                    champion,
                    comparisons);
        }
        String covered = match.newlyCovered().isEmpty() ? "" : "it covers " + named(match.newlyCovered());
        if (comparisons.isEmpty()) {
            return covered.isEmpty()
                    ? new Decision.Hold(
                            "There are no held-out rows to compare it on, and it covers nothing new",
                            champion,
                            comparisons)
                    : new Decision.Promote(
                            "There are no held-out rows to compare it on; " + covered, champion, comparisons);
        }
        Comparison overall = comparisons.get(0);
        String changed = "Mean macro-F1 changed by %s (95 %% interval %s to %s)"
                .formatted(signed(overall.difference()), signed(overall.lower()), signed(overall.upper()));
        List<String> worse = comparisons.stream()
                .skip(1)
                .filter(comparison -> comparison.verdict() == Verdict.WORSE)
                .sorted(Comparator.comparingDouble(Comparison::difference))
                .map(comparison -> "%s by %s".formatted(title(comparison), signed(comparison.difference())))
                .toList();
        String fell = worse.isEmpty() ? "" : "it fell too far on " + named(worse);
        if (overall.verdict() == Verdict.WORSE) {
            return new Decision.Hold(
                    joined(
                            "; ",
                            "%s, at most %s is tolerated and this is hardly luck"
                                    .formatted(changed, signed(-overall.tolerance())),
                            fell),
                    champion,
                    comparisons);
        }
        String told = overall.verdict() == Verdict.MAY_BE_LUCK ? changed + ", which may be luck" : changed;
        return worse.isEmpty()
                ? new Decision.Promote(joined("; ", told, covered), champion, comparisons)
                : new Decision.Hold(
                        "%s, but %s (tolerated: %s on a task, %s on a learning topic)"
                                .formatted(
                                        told,
                                        fell,
                                        signed(-rules.tolerances().task()),
                                        signed(-rules.tolerances().learningTopic())),
                        champion,
                        comparisons);
    }

    private List<Comparison> compare(Match match) {
        List<PairedRow> rows =
                match.rows().stream().filter(row -> !row.answers().isEmpty()).toList();
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Resampled> results =
                new PairedResampling(rows, match.newLearningTopics(), rules.minRows()).run(resamples, seed);
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.addAll(compare(results, Scope.OVERALL));
        comparisons.addAll(compare(results, Scope.TASK));
        comparisons.addAll(compare(results, Scope.LEARNING_TOPIC, Scope.SMALL_LEARNING_TOPICS).stream()
                .sorted(Comparator.comparing((Comparison comparison) -> comparison.verdict() != Verdict.WORSE)
                        .thenComparingDouble(Comparison::difference))
                .toList());
        return comparisons;
    }

    /** Compares in all respects of one kind. */
    private List<Comparison> compare(List<Resampled> results, Scope... scopes) {
        List<Resampled> ofKind = results.stream()
                .filter(result ->
                        Stream.of(scopes).anyMatch(scope -> result.aspect().scope() == scope))
                .toList();
        double[] lucky = luckiestLosses(
                ofKind.stream().filter(result -> result.aspect().isJudged()).toList());
        return ofKind.stream().map(result -> comparison(result, lucky)).toList();
    }

    /** Of each resample, the most striking loss that luck brought about in any respect. */
    private double[] luckiestLosses(List<Resampled> judged) {
        return IntStream.range(0, resamples)
                .mapToDouble(resample -> judged.stream()
                        .mapToDouble(result -> result.luckyLoss(
                                resample, tolerance(result.aspect().scope())))
                        .min()
                        .orElse(0))
                .toArray();
    }

    private Comparison comparison(Resampled result, double[] luckyLosses) {
        Aspect aspect = result.aspect();
        double tolerance = tolerance(aspect.scope());
        double luck = result.isLossBeyond(tolerance) ? luck(result, luckyLosses) : 1;
        return new Comparison(
                aspect.scope(),
                aspect.name(),
                aspect.rows(),
                result.champion(),
                result.challenger(),
                result.difference(),
                result.lower(),
                result.upper(),
                tolerance,
                result.shareOfLossesBeyond(tolerance),
                luck,
                verdict(result, tolerance, luck));
    }

    private static double luck(Resampled result, double[] luckyLosses) {
        double strikingness = result.strikingness();
        long asStriking = IntStream.range(0, luckyLosses.length)
                .filter(resample -> luckyLosses[resample] < 0 && luckyLosses[resample] <= strikingness + ROUNDING)
                .count();
        return (asStriking + 1.0) / (luckyLosses.length + 1.0);
    }

    private Verdict verdict(Resampled result, double tolerance, double luck) {
        if (!result.aspect().isJudged()) {
            return Verdict.TOO_FEW_ROWS;
        }
        if (!result.isLossBeyond(tolerance)) {
            return Verdict.WITHIN_TOLERANCE;
        }
        boolean isLikelyOnOtherRows = result.shareOfLossesBeyond(0) >= rules.confidence();
        boolean isHardlyLuck = luck <= (1 - rules.confidence()) / KINDS;
        return isLikelyOnOtherRows && isHardlyLuck ? Verdict.WORSE : Verdict.MAY_BE_LUCK;
    }

    private double tolerance(Scope scope) {
        Tolerances tolerances = rules.tolerances();
        return switch (scope) {
            case OVERALL -> tolerances.mean();
            case TASK -> tolerances.task();
            case LEARNING_TOPIC, SMALL_LEARNING_TOPICS -> tolerances.learningTopic();
        };
    }

    private static String title(Comparison comparison) {
        return switch (comparison.scope()) {
            case OVERALL -> "the whole";
            case TASK, LEARNING_TOPIC -> comparison.name();
            case SMALL_LEARNING_TOPICS -> comparison.name() + " small learning topics together";
        };
    }

    private static String named(List<String> all) {
        int shown = Math.min(NAMED, all.size());
        String named = String.join(", ", all.subList(0, shown));
        return shown < all.size() ? "%s and %d more".formatted(named, all.size() - shown) : named;
    }

    private static String joined(String separator, String first, String second) {
        return second.isEmpty() ? first : first + separator + second;
    }

    private static String signed(double difference) {
        return String.format(Locale.ROOT, "%+.3f", difference);
    }
}
