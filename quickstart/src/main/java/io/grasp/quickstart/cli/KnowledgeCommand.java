package io.grasp.quickstart.cli;

import io.grasp.events.Classification;
import io.grasp.learner.knowledge.KnowledgeFile;
import io.grasp.learner.knowledge.KnowledgeFit;
import io.grasp.learner.knowledge.KnowledgeModel;
import io.grasp.learner.knowledge.KnowledgeParameters;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.trainer.cli.KafkaOptions;
import io.grasp.trainer.cli.OutputOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fits what knowledge tracing supposes. */
@Command(
        name = "knowledge",
        description = "Work with what knowledge tracing supposes of learning topics.",
        mixinStandardHelpOptions = true,
        subcommands = KnowledgeCommand.FitCommand.class)
public final class KnowledgeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What is to be done with knowledge? See --help");
    }

    /** Reads all classifications, and writes the parameters that explain them best. */
    @Command(
            name = "fit",
            description = "Fit the parameters of knowledge tracing to all classifications that are in Kafka, learning"
                    + " topic by learning topic, and write them to a file for the setting decide.knowledge.",
            mixinStandardHelpOptions = true)
    static final class FitCommand implements Callable<Integer> {
        @Mixin
        private KafkaOptions kafka = new KafkaOptions();

        @Option(
                names = "--output",
                required = true,
                paramLabel = "K.yaml",
                description = "Where the parameters go; must not exist.")
        private Path output = Path.of("knowledge.yaml");

        @Option(
                names = "--worth",
                paramLabel = "N",
                description = "How many observations of each parameter the usual parameters are worth, so that few"
                        + " students do not make bold ones; 0: none (default: ${DEFAULT-VALUE}).")
        private double worth = 10;

        @Mixin
        private OutputOptions printing = new OutputOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            if (Files.exists(output)) {
                throw new ParameterException(
                        spec.commandLine(), "%s exists already: name another file with --output".formatted(output));
            }
            ShownKnowledge shown = ShownKnowledge.in(classifications(kafka.settings()));
            if (shown.byLearningTopic().isEmpty()) {
                throw new IllegalStateException("There is nothing to fit: no classification was judged by the ordinal"
                        + " task comprehension yet. Let the streams-app classify interactions first");
            }
            KnowledgeFit fit = new KnowledgeFit(KnowledgeParameters.USUAL, worth);
            Map<String, KnowledgeParameters> fitted = new LinkedHashMap<>();
            StringBuilder table = new StringBuilder("%-28s  %8s  %12s  %6s  %6s  %6s  %6s%n"
                    .formatted("learning topic", "students", "interactions", "prior", "learn", "guess", "slip"));
            shown.byLearningTopic().forEach((topic, students) -> {
                KnowledgeParameters found = fit.of(students).parameters();
                fitted.put(topic, found);
                table.append(String.format(
                        Locale.ROOT,
                        "%-28s  %8d  %12d  %6.3f  %6.3f  %6.3f  %6.3f%n",
                        topic,
                        students.size(),
                        ShownKnowledge.interactions(students),
                        found.prior(),
                        found.learn(),
                        found.guess(),
                        found.slip()));
            });
            KnowledgeModel model = new KnowledgeModel(KnowledgeParameters.USUAL, fitted);
            KnowledgeFile.write(model, output);
            table.append("%nWrote %s: name it in the setting decide.knowledge".formatted(output));
            printing.print(spec, table.toString(), result(model));
            return spec.exitCodeOnSuccess();
        }

        private Map<String, Object> result(KnowledgeModel model) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("output", output.toString());
            result.put("learning_topics", model.learningTopics());
            return result;
        }

        private static List<Classification> classifications(KafkaSettings settings) {
            List<Classification> classifications = new ArrayList<>();
            new EventReader(settings.clientProperties())
                    .values(settings.topics().classifications(), classifications::add);
            return classifications;
        }
    }
}
