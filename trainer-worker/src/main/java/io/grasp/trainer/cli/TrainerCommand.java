package io.grasp.trainer.cli;

import io.grasp.model.store.DirectoryModelStore;
import io.grasp.schemas.TopicCreation;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.TrainerSettings;
import io.grasp.trainer.TrainerWorker;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.loop.Checkpoints;
import io.grasp.trainer.loop.TransformerFineTuner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the trainer until the process is asked to end. */
@Command(
        name = "trainer",
        mixinStandardHelpOptions = true,
        description = "Run the trainer-worker, until stopped: learn from labels and publish models.")
public final class TrainerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerCommand.class);

    @Option(
            names = "--config",
            paramLabel = "F",
            description = "Settings file; GRASP_… environment variables win over it.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        Settings settings =
                config == null ? Settings.of(Map.of(), System.getenv()) : Settings.from(config, System.getenv());
        TrainerSettings trainer = TrainerSettings.from(settings);
        settings.failIfInvalid();
        BaseEncoder base = BaseEncoder.open(trainer.base());
        createTopics(trainer.kafka());
        TrainerWorker worker = new TrainerWorker(
                trainer,
                new DirectoryModelStore(trainer.modelStore()),
                new TransformerFineTuner(
                        trainer.checkpoints().map(Checkpoints::ofEachTrainingIn).orElse(Checkpoints.none())),
                base.files(),
                Clock.systemUTC(),
                Progress.visible());
        Thread closer = new Thread(worker::close, "close-trainer");
        Runtime.getRuntime().addShutdownHook(closer);
        worker.run();
        return 0;
    }

    private static void createTopics(KafkaSettings kafka) {
        Topics topics = kafka.topics();
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            TopicCreation.Result result = new TopicCreation(admin, kafka.topicPartitions(), kafka.topicReplication())
                    .createMissing(
                            List.of(topics.labels(), topics.erasures(), topics.modelVersions(), topics.deadLetters()));
            result.warnings().forEach(LOG::warn);
        }
    }
}
