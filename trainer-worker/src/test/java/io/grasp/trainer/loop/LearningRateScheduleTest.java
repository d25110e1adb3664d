package io.grasp.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.trainer.arguments.TrainingArguments;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rates in schedules.json are those of Hugging Face's get_scheduler; the file says which version. */
class LearningRateScheduleTest {
    private final JsonNode cases = read();

    private static JsonNode read() {
        try (InputStream file =
                Objects.requireNonNull(LearningRateScheduleTest.class.getResourceAsStream("schedules.json"))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TrainingArguments arguments(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("learning_rate", cases.get("learning_rate"));
        all.put("head_learning_rate", cases.get("head_learning_rate"));
        return TrainingArguments.defaults().with(all);
    }

    @Test
    void everyScheduleGivesTheRatesOfHuggingFace() {
        assertThat(cases.get("schedules")).isNotEmpty().allSatisfy(schedule -> {
            TrainingArguments arguments = arguments(Map.of(
                    "lr_scheduler_type", schedule.get("lr_scheduler_type"),
                    "lr_scheduler_kwargs", schedule.get("lr_scheduler_kwargs"),
                    "warmup_steps", schedule.get("warmup_steps")));
            LearningRateSchedule rates = new LearningRateSchedule(
                    arguments, schedule.get("max_steps").asInt());
            for (int step = 0; step < schedule.get("encoder").size(); step++) {
                assertRates(rates.after(step, rates.start()), schedule, step);
            }
        });
    }

    @Test
    void onAPlateauTheRatesAreReducedAsByPyTorch() {
        assertThat(cases.get("plateaus")).isNotEmpty().allSatisfy(plateau -> {
            TrainingArguments arguments = arguments(Map.of(
                    "lr_scheduler_type", "reduce_lr_on_plateau",
                    "lr_scheduler_kwargs", plateau.get("lr_scheduler_kwargs"),
                    "eval_strategy", "epoch"));
            LearningRateSchedule rates = new LearningRateSchedule(arguments, 1000);
            LearningRateSchedule.State state = rates.start();
            assertRates(rates.after(0, state), plateau, 0);
            for (int evaluation = 0; evaluation < plateau.get("metrics").size(); evaluation++) {
                state = rates.evaluated(
                        state, plateau.get("metrics").get(evaluation).asDouble());
                assertRates(rates.after(evaluation, state), plateau, evaluation + 1);
            }
        });
    }

    private static void assertRates(LearningRates rates, JsonNode expected, int index) {
        assertThat(rates.encoder()).isCloseTo(expected.get("encoder").get(index).asDouble(), within(1e-18));
        assertThat(rates.heads()).isCloseTo(expected.get("heads").get(index).asDouble(), within(1e-17));
    }

    @Test
    void withoutAModeAPlateauGoesByWhatIsBetter() {
        Map<String, Object> plateau = Map.of(
                "lr_scheduler_type", "reduce_lr_on_plateau",
                "lr_scheduler_kwargs", Map.of("patience", 0),
                "eval_strategy", "epoch");
        LearningRateSchedule moreF1 = new LearningRateSchedule(arguments(plateau), 10);
        Map<String, Object> byLoss = new HashMap<>(plateau);
        byLoss.put("metric_for_best_model", "eval_loss");
        LearningRateSchedule lessLoss = new LearningRateSchedule(arguments(byLoss), 10);

        assertThat(moreF1.evaluated(moreF1.evaluated(moreF1.start(), 0.5), 0.6).reductions())
                .isZero();
        assertThat(lessLoss.evaluated(lessLoss.evaluated(lessLoss.start(), 0.5), 0.6)
                        .reductions())
                .isOne();
    }

    @Test
    void aWarmupBelowOneIsARatioOfAllSteps() {
        LearningRateSchedule rates = new LearningRateSchedule(arguments(Map.of("warmup_steps", 0.1)), 101);
        assertThat(rates.after(10, rates.start()).heads())
                .isLessThan(rates.after(11, rates.start()).heads());
        assertThat(rates.after(11, rates.start()).heads())
                .isGreaterThan(rates.after(12, rates.start()).heads());
    }

    @Test
    void headsHaveTheEncodersRateIfTheyHaveNoneOfTheirOwn() {
        TrainingArguments arguments = TrainingArguments.defaults()
                .with(Map.of("learning_rate", 3e-4, "head_learning_rate", "none", "warmup_steps", 0));
        LearningRateSchedule rates = new LearningRateSchedule(arguments, 10);
        assertThat(rates.after(0, rates.start())).isEqualTo(new LearningRates(3e-4, 3e-4));
    }
}
