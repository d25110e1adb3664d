package io.grasp.quickstart.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.quickstart.Grasp;
import io.grasp.quickstart.bench.contender.Contender;
import io.grasp.quickstart.bench.contender.ContenderProcess;
import io.grasp.quickstart.bench.contender.GivenOptions;
import io.grasp.quickstart.bench.contender.MachineLoad;
import io.grasp.quickstart.bench.contender.Run;
import io.grasp.quickstart.bench.contender.SameJava;
import io.grasp.quickstart.bench.contender.Turns;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.trainer.arguments.Trainable;
import io.grasp.trainer.arguments.TrainableLayers;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.cli.TrainingOptions;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.finetune.BaseEncoder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains with Grasp and with somebody else, in turns, on the same rows. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        modelTransformer = TrainingOptions.class,
        customSynopsis = "grasp bench train --data=F.csv --task=NAME=COLUMN[:KIND]... [--peer=COMMAND] [OPTIONS]",
        description = {
            "Measure how fast and how well 'grasp train' trains on a CSV file: with the given arguments, and with every"
                    + " parameter training (--train_layers all --train_embeddings true); with --peer, also another"
                    + " program, in turns.",
            "",
            "A peer's command is run by sh. It ends with 0 and prints, last, a JSON object: train_rows, train_seconds"
                    + " (of the training loop alone), samples_per_second (rows times epochs by those seconds), and eval"
                    + " with an object for each evaluation set: rows, accuracy, macro_f1 and, if it likes, weighted_f1."
                    + " Memory is measured from outside, alike for all."
        })
final class TrainBenchCommand implements Callable<Integer> {
    /** What this command itself takes; all other options are those of {@code grasp train}. */
    private static final Set<String> OWN = Set.of("--runs", "--peer", "--json");

    private static final String LAYERS = "--train_layers";
    private static final String EMBEDDINGS = "--train_embeddings";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--base",
            paramLabel = "minilm|HF_DIR|PACKAGE",
            defaultValue = BaseEncoder.MINILM,
            description = "Encoder that Grasp trains from (default: ${DEFAULT-VALUE}).")
    private String base = BaseEncoder.MINILM;

    @Option(names = "--peer", paramLabel = "COMMAND", description = "Another program that trains on the same rows.")
    private @Nullable String peer;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Trainings of each contender (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--json", description = "Print the result as one JSON object on the last line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        TrainingArguments arguments = TrainingOptions.arguments(command);
        data.requiredData();
        if (data.columns().tasks().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--task is missing: name a task and the column of its labels");
        }
        if (rounds < 1) {
            throw new ParameterException(command.commandLine(), "--runs must be at least 1");
        }
        // A file that cannot be read is told here, and once.
        CsvRows.read(data);
        PrintWriter err = command.commandLine().getErr();
        MachineLoad load = MachineLoad.now();
        load.warning().ifPresent(err::println);
        TrainBenchReport report = measure(arguments, err);
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? line(report, load) : report.table().stripTrailing());
        out.flush();
        return 0;
    }

    private TrainBenchReport measure(TrainingArguments arguments, PrintWriter err) throws InterruptedException {
        List<Contender<TrainingFigures>> contenders = contenders(arguments);
        Map<Contender<TrainingFigures>, List<Run<TrainingFigures>>> runs = new LinkedHashMap<>();
        contenders.forEach(contender -> runs.put(contender, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (Contender<TrainingFigures> contender : Turns.of(contenders, round)) {
                err.printf("Round %d of %d: %s trains …%n", round + 1, rounds, contender.name());
                err.flush();
                try (Scratch scratch = Scratch.create("grasp-bench")) {
                    runs.getOrDefault(contender, new ArrayList<>())
                            .add(new ContenderProcess<>(contender, scratch.directory()).run());
                }
            }
        }
        return new TrainBenchReport(runs, peer == null ? contenders.get(0) : contenders.get(contenders.size() - 1));
    }

    private List<Contender<TrainingFigures>> contenders(TrainingArguments arguments) {
        List<Contender<TrainingFigures>> contenders = new ArrayList<>();
        contenders.add(grasp("grasp", given(Set.of())));
        Trainable trainable = arguments.trainable();
        if (trainable.layers().kind() != TrainableLayers.Kind.ALL || !trainable.embeddings()) {
            List<String> everything = new ArrayList<>(given(Set.of(LAYERS, EMBEDDINGS)));
            everything.add(LAYERS + "=all");
            everything.add(EMBEDDINGS + "=true");
            contenders.add(grasp("grasp, every parameter", everything));
        }
        if (peer != null) {
            List<String> shell = List.of("sh", "-c", peer);
            contenders.add(new Contender<>("peer", peer, scratch -> shell, TrainingFigures::ofPeer));
        }
        return contenders;
    }

    /** The command line {@code grasp train} with these options, in a process like this one. */
    private static Contender<TrainingFigures> grasp(String name, List<String> options) {
        return new Contender<>(
                name,
                "grasp train " + String.join(" ", options),
                scratch -> {
                    List<String> arguments = new ArrayList<>(List.of("train"));
                    arguments.addAll(options);
                    arguments.add("--output=" + scratch.resolve("package"));
                    arguments.add("--json");
                    return SameJava.command(Grasp.class, arguments);
                },
                TrainingFigures::ofGrasp);
    }

    /** The options of {@code grasp train} that were given, but for some. */
    private List<String> given(Set<String> without) {
        return GivenOptions.of(
                command.commandLine(),
                option -> Stream.of(option.names()).noneMatch(name -> OWN.contains(name) || without.contains(name)));
    }

    private String line(TrainBenchReport report, MachineLoad load) throws JsonProcessingException {
        Map<String, Object> object = new LinkedHashMap<>(report.toMap());
        object.put("data", String.valueOf(data.data()));
        object.put("base", base);
        object.putAll(load.toMap());
        return new ObjectMapper().writeValueAsString(object);
    }
}
