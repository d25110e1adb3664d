package io.grasp.trainer.finetune;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.encoder.SentenceEncoder;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HeadsOnFrozenEncoderTest {
    private static final List<TaskDefinition> TASKS = List.of(
            new TaskDefinition("letter", TaskKind.SINGLE_LABEL, List.of()),
            new TaskDefinition("digits", TaskKind.MULTI_LABEL, List.of()));

    private final EncoderFiles base = TinyModel.encoderFiles(5);

    private static List<LabeledRow> rows() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String letter = i % 2 == 0 ? "a" : "z";
            boolean hasDigit = i % 3 == 0;
            String text = (letter + " ").repeat(3 + i % 5) + (hasDigit ? "7 7 7 " : "") + "b".repeat(i / 12);
            rows.add(aRow().withId("i" + i)
                    .saying(text)
                    .labeled("letter", letter)
                    .labeled("digits", hasDigit ? new String[] {"seven"} : new String[0])
                    .build());
        }
        return rows;
    }

    private FineTuned learn() {
        return new HeadsOnFrozenEncoder()
                .fineTune(Dataset.of(rows(), TASKS), base, TrainingArguments.defaults(), Progress.none());
    }

    @Test
    void thereIsAHeadForEachTaskAndItHasLearnt() {
        FineTuned model = learn();
        assertThat(model.heads()).extracting(head -> head.task().name()).containsExactly("letter", "digits");
        List<float[]> vectors = model.vectors().of(rows(), "Embedding", Progress.none());
        long right = 0;
        for (int i = 0; i < rows().size(); i++) {
            right += model.heads()
                            .get(0)
                            .predict(vectors.get(i))
                            .decided()
                            .equals(rows().get(i).labelsFor("letter"))
                    ? 1
                    : 0;
        }
        assertThat(right).isGreaterThan(110);
    }

    @Test
    void refitHeadsAreThoseOfAllRowsUnderTheSamePenalties() {
        Dataset dataset = Dataset.of(rows(), TASKS);
        FineTuned model = learn();

        FineTuned refit =
                new HeadsOnFrozenEncoder().refit(model, dataset, TrainingArguments.defaults(), Progress.none());

        double penalty = Objects.requireNonNull(model.penalties().get("letter"));
        FineTuned fromAll = new HeadsOnFrozenEncoder()
                .fineTune(
                        dataset.learningFromValidation(),
                        base,
                        TrainingArguments.defaults().with(Map.of("weight_decay", penalty)),
                        Progress.none());
        float[][] weight = refit.heads().get(0).weight();
        assertThat(weight[0]).isNotEqualTo(model.heads().get(0).weight()[0]);
        for (int label = 0; label < weight.length; label++) {
            assertThat(weight[label]).containsExactly(fromAll.heads().get(0).weight()[label], Offset.offset(1e-4f));
        }
    }

    @Test
    void twoRunsGiveTheSameWeights() {
        FineTuned first = learn();
        FineTuned second = learn();
        for (int i = 0; i < first.heads().size(); i++) {
            assertThat(first.heads().get(i).weight())
                    .isDeepEqualTo(second.heads().get(i).weight());
            assertThat(first.heads().get(i).bias())
                    .isEqualTo(second.heads().get(i).bias());
        }
    }

    @Test
    void whatIsEmbeddedInBatchesIsWhatServingWillSee() {
        List<float[]> vectors = new EmbeddedRows(base, Reading.bidirectional(Pooling.MEAN, 128), 7)
                .of(rows(), "Embedding", Progress.none());
        try (SentenceEncoder encoder = new SentenceEncoder(base, Reading.bidirectional(Pooling.MEAN, 128))) {
            for (int i = 0; i < rows().size(); i += 10) {
                float[] alone =
                        encoder.embed(List.of(encoder.encode(rows().get(i).input())))[0];
                assertThat(vectors.get(i)).containsExactly(alone, Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void anEssayIsEmbeddedInTheWindowsThatServingWillRead() {
        LabeledRow essay = aRow().saying("a 7 b ".repeat(300) + "z").build();
        List<LabeledRow> mixed = new ArrayList<>(rows().subList(0, 9));
        mixed.add(essay);

        List<float[]> vectors = new EmbeddedRows(base, Reading.bidirectional(Pooling.MEAN, 128), 4)
                .of(mixed, "Embedding", Progress.none());

        try (SentenceEncoder served = new SentenceEncoder(base, Reading.bidirectional(Pooling.MEAN, 128))) {
            float[] alone = served.embed(List.of(served.encode(essay.input())))[0];
            assertThat(vectors.get(9)).containsExactly(alone, Offset.offset(1e-4f));
            assertThat(served.encode(essay.input()).windows()).hasSizeGreaterThan(4);
        }
    }

    @Test
    void theSameInputIsEncodedOnce() {
        AtomicLong encoded = new AtomicLong();
        Progress counting = new Progress() {
            @Override
            public void resume(String step, long before, long total, String unit) {}

            @Override
            public void advance(long units) {
                encoded.addAndGet(units);
            }

            @Override
            public void note(String note) {}

            @Override
            public void done() {}
        };
        EmbeddedRows vectors = new EmbeddedRows(base, Reading.bidirectional(Pooling.MEAN, 128), 64);
        LabeledRow row = rows().get(0);
        vectors.of(List.of(row, row, rows().get(1)), "Embedding", counting);
        vectors.of(List.of(row), "Embedding", counting);
        assertThat(encoded).hasValue(2);
    }

    @Test
    void vectorsKnowWhoseTheyAre() {
        EmbeddedRows vectors = new EmbeddedRows(base, Reading.bidirectional(Pooling.MEAN, 128), 64);
        assertThat(vectors.areOf(TinyModel.encoderFiles(5), Reading.bidirectional(Pooling.MEAN, 128)))
                .isTrue();
        assertThat(vectors.areOf(TinyModel.encoderFiles(6), Reading.bidirectional(Pooling.MEAN, 128)))
                .isFalse();
        assertThat(vectors.areOf(base, Reading.bidirectional(Pooling.CLS, 128))).isFalse();
        assertThat(vectors.areOf(base, Reading.bidirectional(Pooling.MEAN, 64))).isFalse();
    }
}
