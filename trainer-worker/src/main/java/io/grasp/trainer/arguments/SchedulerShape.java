package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.number;
import static io.grasp.trainer.arguments.ArgumentType.oneOf;
import static io.grasp.trainer.arguments.ArgumentType.orNone;
import static io.grasp.trainer.arguments.ArgumentType.wholeNumber;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What only some schedules ask: Hugging Face's {@code lr_scheduler_kwargs}.
 *
 * @param numCycles waves of cosine (if empty, half of one), restarts of cosine_with_restarts (1)
 * @param power of polynomial
 * @param lrEnd the learning rate where polynomial ends
 * @param timescale of inverse_sqrt; if empty, the warmup's steps, or 10,000 without a warmup
 */
public record SchedulerShape(
        Optional<Double> numCycles, double power, double lrEnd, Optional<Integer> timescale, Plateau plateau) {
    private static final Argument<SchedulerShape, Optional<Double>> NUM_CYCLES = new Argument<>(
            "num_cycles",
            "X",
            orNone(number("above 0", cycles -> cycles > 0)),
            Optional.empty(),
            "Waves of cosine, restarts of cosine_with_restarts.",
            SchedulerShape::numCycles);
    private static final Argument<SchedulerShape, Double> POWER = new Argument<>(
            "power", "X", number("above 0", power -> power > 0), 1.0, "Power of polynomial.", SchedulerShape::power);
    private static final Argument<SchedulerShape, Double> LR_END = new Argument<>(
            "lr_end",
            "X",
            number("of at least 0", rate -> rate >= 0),
            1e-7,
            "Where polynomial ends.",
            SchedulerShape::lrEnd);
    private static final Argument<SchedulerShape, Optional<Integer>> TIMESCALE = new Argument<>(
            "timescale",
            "N",
            orNone(wholeNumber(1, Integer.MAX_VALUE)),
            Optional.empty(),
            "Time scale of inverse_sqrt.",
            SchedulerShape::timescale);
    private static final ArgumentGroup<SchedulerShape> GROUP =
            new ArgumentGroup<>("lr_scheduler_kwargs", List.of(NUM_CYCLES, POWER, LR_END, TIMESCALE));

    static final SchedulerShape USUAL = new SchedulerShape(
            Optional.empty(), POWER.usual(), LR_END.usual(), Optional.empty(), Plateau.of(noArguments()));

    /**
     * When reduce_lr_on_plateau reduces, and how: PyTorch's {@code ReduceLROnPlateau}.
     *
     * @param mode what is better; if empty, as {@code greater_is_better} says
     * @param factor what learning rates are multiplied by
     * @param patience evaluations in a row without an improvement that are put up with
     * @param threshold how much better is an improvement
     * @param cooldown evaluations after a reduction of which none counts as bad
     * @param minLr no learning rate gets lower
     * @param eps a smaller reduction is left out
     */
    public record Plateau(
            Optional<Mode> mode,
            double factor,
            int patience,
            double threshold,
            ThresholdMode thresholdMode,
            int cooldown,
            double minLr,
            double eps) {
        private static final Argument<Plateau, Optional<Mode>> MODE = new Argument<>(
                "mode", "M", orNone(oneOf(Mode.class)), Optional.empty(), "What is better.", Plateau::mode);
        private static final Argument<Plateau, Double> FACTOR = new Argument<>(
                "factor",
                "X",
                number("above 0 and below 1", factor -> factor > 0 && factor < 1),
                0.1,
                "Factor of a reduction.",
                Plateau::factor);
        private static final Argument<Plateau, Integer> PATIENCE = new Argument<>(
                "patience",
                "N",
                wholeNumber(0, Integer.MAX_VALUE),
                10,
                "Evaluations without an improvement.",
                Plateau::patience);
        private static final Argument<Plateau, Double> THRESHOLD = new Argument<>(
                "threshold",
                "X",
                number("of at least 0", threshold -> threshold >= 0),
                1e-4,
                "How much better is better.",
                Plateau::threshold);
        private static final Argument<Plateau, ThresholdMode> THRESHOLD_MODE = new Argument<>(
                "threshold_mode",
                "M",
                oneOf(ThresholdMode.class),
                ThresholdMode.REL,
                "What the threshold is a part of.",
                Plateau::thresholdMode);
        private static final Argument<Plateau, Integer> COOLDOWN = new Argument<>(
                "cooldown",
                "N",
                wholeNumber(0, Integer.MAX_VALUE),
                0,
                "Evaluations after a reduction.",
                Plateau::cooldown);
        private static final Argument<Plateau, Double> MIN_LR = new Argument<>(
                "min_lr",
                "X",
                number("of at least 0", rate -> rate >= 0),
                0.0,
                "Lowest learning rate.",
                Plateau::minLr);
        private static final Argument<Plateau, Double> EPS = new Argument<>(
                "eps", "X", number("of at least 0", eps -> eps >= 0), 1e-8, "Smallest reduction.", Plateau::eps);
        private static final ArgumentGroup<Plateau> GROUP = new ArgumentGroup<>(
                "lr_scheduler_kwargs",
                List.of(MODE, FACTOR, PATIENCE, THRESHOLD, THRESHOLD_MODE, COOLDOWN, MIN_LR, EPS));

        /** Whether more of the metric is better. */
        public enum Mode {
            MIN,
            MAX
        }

        /** Whether the threshold is a part of the best value or a difference from it. */
        public enum ThresholdMode {
            REL,
            ABS
        }

        private static Plateau of(ArgumentReader given) {
            return new Plateau(
                    given.value(MODE),
                    given.value(FACTOR),
                    given.value(PATIENCE),
                    given.value(THRESHOLD),
                    given.value(THRESHOLD_MODE),
                    given.value(COOLDOWN),
                    given.value(MIN_LR),
                    given.value(EPS));
        }
    }

    static ArgumentType<SchedulerShape> type() {
        return new ArgumentType<>("a map, or none", SchedulerShape::read, shape -> true, shape -> {
            Map<String, Object> map = shape.unusual();
            return map.isEmpty() ? "none" : map;
        });
    }

    /** What is here that this schedule knows nothing of. */
    Set<String> unknownTo(SchedulerType scheduler) {
        Set<String> names = new TreeSet<>(unusual().keySet());
        switch (scheduler) {
            case COSINE, COSINE_WITH_RESTARTS -> names.remove(NUM_CYCLES.name());
            case POLYNOMIAL -> names.removeAll(Set.of(POWER.name(), LR_END.name()));
            case INVERSE_SQRT -> names.remove(TIMESCALE.name());
            case REDUCE_LR_ON_PLATEAU -> Plateau.GROUP.arguments().forEach(argument -> names.remove(argument.name()));
            case LINEAR, CONSTANT, CONSTANT_WITH_WARMUP -> {}
        }
        return names;
    }

    private static ArgumentReader noArguments() {
        return new ArgumentReader(ArgumentValues.none());
    }

    private static SchedulerShape read(JsonNode given) {
        JsonNode node = YamlText.parsedIfText(given);
        if (YamlText.isNone(node)) {
            return USUAL;
        }
        ArgumentReader reader = new ArgumentReader(ArgumentValues.ofTree(YamlText.requireMap(node)));
        SchedulerShape shape = new SchedulerShape(
                reader.value(NUM_CYCLES),
                reader.value(POWER),
                reader.value(LR_END),
                reader.value(TIMESCALE),
                Plateau.of(reader));
        reader.failIfInvalid("part of lr_scheduler_kwargs");
        return shape;
    }

    private Map<String, Object> unusual() {
        Map<String, Object> map = new LinkedHashMap<>();
        Map<String, Object> usual = new LinkedHashMap<>();
        GROUP.write(this, map);
        Plateau.GROUP.write(plateau, map);
        GROUP.arguments().forEach(argument -> usual.put(argument.name(), argument.writtenUsual()));
        Plateau.GROUP.arguments().forEach(argument -> usual.put(argument.name(), argument.writtenUsual()));
        map.entrySet().removeIf(entry -> entry.getValue().equals(usual.get(entry.getKey())));
        return map;
    }
}
