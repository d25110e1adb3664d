package io.grasp.quickstart.bench.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.ModelVersion;
import io.grasp.model.encoder.PyTorchRuntime;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsAppSettings;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.serving.PackagedClassifier;
import io.grasp.streams.serving.RememberingClassifier;
import io.grasp.streams.serving.SharedModel;
import io.grasp.streams.serving.TextClassifier;
import io.grasp.trainer.cli.CommandErrors;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.dataset.LabeledRow;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The classifier of the streams-app without Kafka, in a process of its own: one thread tokenizes and asks, as one
 * stream thread does, and has as many texts in inference at once as may wait for it. Prints how fast it was.
 */
@Command(name = "bare-loop")
final class BareLoop implements Callable<Integer> {
    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Option(names = "--model", required = true)
    private Path model = Path.of("");

    @Option(names = "--config", required = true)
    private Path config = Path.of("");

    public static void main(String[] args) {
        CommandErrors errors = new CommandErrors();
        System.exit(new CommandLine(new BareLoop())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        StreamsAppSettings settings = StreamsAppSettings.from(Settings.from(config, Map.of()));
        Workload workload = work.workload(CsvRows.read(data).rows());
        int atOnce = settings.queueTexts();
        PyTorchRuntime.usePrecision(settings.precision());
        SharedModel shared = new SharedModel(classifier(settings));
        try (InferenceQueue inference = new InferenceQueue(
                settings.inferenceThreads(), settings.batch(), settings.queueTexts(), settings.cascade())) {
            classify(workload.warmUp(), shared, inference, atOnce);
            Collection<Long> nanos = classify(workload.measured(), shared, inference, atOnce);
            System.out.println(new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "rows",
                            nanos.size(),
                            "interactions_per_second",
                            new CompletionTimes(nanos, 0).perSecond())));
        } finally {
            shared.release();
        }
        return 0;
    }

    private TextClassifier classifier(StreamsAppSettings settings) {
        return RememberingClassifier.around(
                PackagedClassifier.open(model, "grasp", ModelVersion.FIRST, settings.computation()),
                settings.rememberedAnswers());
    }

    /** Returns when each was answered. */
    private static Collection<Long> classify(
            List<LabeledRow> rows, SharedModel model, InferenceQueue inference, int atOnce)
            throws InterruptedException {
        Collection<Long> nanos = new ConcurrentLinkedQueue<>();
        Semaphore room = new Semaphore(atOnce);
        for (LabeledRow row : rows) {
            room.acquire();
            var unused = inference.submit(model, row.input()).whenComplete((answer, failure) -> {
                if (failure == null) {
                    nanos.add(System.nanoTime());
                }
                room.release();
            });
        }
        room.acquire(atOnce);
        return nanos;
    }
}
