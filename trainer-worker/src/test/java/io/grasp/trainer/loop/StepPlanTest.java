package io.grasp.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.trainer.arguments.Batches;
import io.grasp.trainer.arguments.TrainingArguments;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StepPlanTest {
    private static Batches batches(Map<String, ?> arguments) {
        return TrainingArguments.defaults().with(arguments).batches();
    }

    @Test
    void anEpochEndsWithAnUpdateBeItOfFewerBatches() {
        StepPlan plan = StepPlan.of(
                100,
                batches(Map.of(
                        "per_device_train_batch_size", 16, "gradient_accumulation_steps", 3, "num_train_epochs", 2)));
        assertThat(plan).isEqualTo(new StepPlan(7, 3, 3, 6, 2));
        assertThat(plan.firstBatchAfter(5)).isEqualTo(6);
        assertThat(plan.batchesOfUpdateAfter(4)).isEqualTo(3);
        assertThat(plan.batchesOfUpdateAfter(5)).isEqualTo(1);
        assertThat(plan.endsEpoch(5)).isFalse();
        assertThat(plan.endsEpoch(6)).isTrue();
        assertThat(plan.epochsIn(5)).isCloseTo(1 + 6 / 7.0, within(1e-12));
    }

    @Test
    void epochsMayEndWithinAnEpoch() {
        StepPlan plan = StepPlan.of(100, batches(Map.of("per_device_train_batch_size", 16, "num_train_epochs", 1.5)));
        assertThat(plan.maxSteps()).isEqualTo(11);
        assertThat(plan.epochs()).isEqualTo(2);
    }

    @Test
    void maxStepsWinOverEpochs() {
        StepPlan plan = StepPlan.of(
                100, batches(Map.of("per_device_train_batch_size", 16, "num_train_epochs", 1, "max_steps", 15)));
        assertThat(plan.maxSteps()).isEqualTo(15);
        assertThat(plan.epochs()).isEqualTo(3);
        assertThat(StepPlan.of(
                                100,
                                batches(Map.of(
                                        "per_device_train_batch_size", 8, "num_train_epochs", 3, "max_steps", 0)))
                        .maxSteps())
                .isEqualTo(39);
    }

    @Test
    void thereMustBeRows() {
        assertThatThrownBy(() -> StepPlan.of(0, batches(Map.of()))).hasMessageContaining("no training rows");
    }

    @Property(tries = 200)
    void updatesTakeEveryBatchOfAnEpochOnceAndInOrder(
            @ForAll @IntRange(min = 1, max = 500) int rows,
            @ForAll @IntRange(min = 1, max = 40) int batchSize,
            @ForAll @IntRange(min = 1, max = 9) int accumulation,
            @ForAll @DoubleRange(min = 0.01, max = 5) double epochs) {
        StepPlan plan = StepPlan.of(
                rows,
                batches(Map.of(
                        "per_device_train_batch_size",
                        batchSize,
                        "gradient_accumulation_steps",
                        accumulation,
                        "num_train_epochs",
                        epochs)));
        int next = 0;
        for (int step = 0; step < plan.maxSteps(); step++) {
            assertThat(plan.firstBatchAfter(step)).isEqualTo(next);
            assertThat(plan.batchesOfUpdateAfter(step)).isBetween(1, accumulation);
            next += plan.batchesOfUpdateAfter(step);
            if (plan.endsEpoch(step + 1)) {
                assertThat(next).isEqualTo(plan.batchesPerEpoch());
                next = 0;
            }
            assertThat(plan.epochsIn(step + 1))
                    .isCloseTo(plan.epochAfter(step + 1) + (double) next / plan.batchesPerEpoch(), within(1e-9));
        }
        assertThat(plan.epochsIn(plan.maxSteps())).isGreaterThanOrEqualTo(epochs - 1e-9);
        assertThat(plan.epochs()).isEqualTo(plan.epochAfter(plan.maxSteps() - 1) + 1);
    }
}
