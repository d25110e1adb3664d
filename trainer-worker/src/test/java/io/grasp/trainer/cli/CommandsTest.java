package io.grasp.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.TinyModel;
import io.grasp.trainer.arguments.TrainingArguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    private static final String LEVELS = "--task=comprehension=level:ordinal(novice<intermediate<advanced)";
    private static final String MISCONCEPTIONS = "--task=misconception=wrong:multi";

    @TempDir
    private Path directory;

    private Path data;
    private Path base;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aSmallFileAndATinyBase() throws IOException {
        String[] levels = {"novice", "intermediate", "advanced"};
        String[] words = {"dunno", "maybe half", "because thirds are equal parts"};
        StringBuilder csv = new StringBuilder("id,prompt,text,level,wrong\n");
        for (int i = 0; i < 150; i++) {
            csv.append("i%d,Which is more?,%s %d,%s,%s\n"
                    .formatted(i, words[i % 3], i, levels[i % 3], i % 3 == 0 ? "add-across" : ""));
        }
        data = Files.writeString(directory.resolve("answers.csv"), csv);
        base = TinyModel.writePackage(directory.resolve("base"), 5, TinyModel.tasks());
    }

    private int run(Object command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(command)
                .setExecutionExceptionHandler(new CommandErrors())
                .setParameterExceptionHandler(new CommandErrors())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int train(Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--data=" + data, "--pair=prompt", LEVELS, MISCONCEPTIONS, "--base=" + base, "--output=" + output));
        arguments.addAll(List.of(more));
        return run(new TrainCommand(), arguments.toArray(String[]::new));
    }

    private JsonNode lastLine() throws IOException {
        List<String> lines = out.toString().strip().lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    @Test
    void aTrainedModelIsEvaluatedAlikeAndPredictsWhatItLearnt() throws IOException {
        Path model = directory.resolve("model");
        assertThat(train(model, "--json")).isZero();
        JsonNode trained = lastLine().at("/evaluations/test/comprehension");
        assertThat(trained.get("macro_f1").asDouble()).isGreaterThan(0.8);

        assertThat(run(
                        new EvaluateCommand(),
                        "--model=" + model,
                        "--data=" + data,
                        "--pair=prompt",
                        "--task=comprehension=level",
                        "--json"))
                .isZero();
        assertThat(lastLine().at("/evaluations/test/comprehension/macro_f1").asDouble())
                .isEqualTo(trained.get("macro_f1").asDouble());

        Path predictions = directory.resolve("predictions.csv");
        assertThat(run(
                        new PredictCommand(),
                        "--model=" + model,
                        "--data=" + data,
                        "--pair=prompt",
                        "--output=" + predictions))
                .isZero();
        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines).hasSize(151);
        assertThat(lines.get(0))
                .isEqualTo("id,prompt,text,level,wrong,comprehension,comprehension_novice,comprehension_intermediate,"
                        + "comprehension_advanced,comprehension_abstained,misconception,misconception_add-across,"
                        + "misconception_abstained");
        long right = lines.stream()
                .skip(1)
                .filter(line -> line.split(",", -1)[3].equals(line.split(",", -1)[5]))
                .count();
        assertThat(right).isGreaterThan(130);
    }

    @Test
    void headsReadWordsUnlessThatIsTurnedOff() {
        Path reading = directory.resolve("reading");
        Path notReading = directory.resolve("not-reading");
        assertThat(train(reading, "--lexical=true")).isZero();
        assertThat(train(notReading, "--lexical=false")).isZero();

        assertThat(reading.resolve("lexical.safetensors")).exists();
        assertThat(reading.resolve("README.md")).content().contains("times the encoder's plus");
        assertThat(notReading.resolve("lexical.safetensors")).doesNotExist();
    }

    @Test
    void oneTextIsClassifiedForEveryTask() throws IOException {
        assertThat(run(new PredictCommand(), "--model=" + base, "--text=dunno", "--json"))
                .isZero();
        assertThat(lastLine().get("tasks").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("comprehension", "misconception", "engagement");
    }

    @Test
    void trainingPrintsATableOfTasksAndSets() {
        assertThat(train(directory.resolve("model"))).isZero();
        assertThat(out.toString()).contains("Trained on", "macro-F1", "test", "comprehension", "misconception");
    }

    @Test
    void trainingLeavesARecordOfItselfInThePackage() throws IOException {
        Path model = directory.resolve("model");
        assertThat(train(model, "--train_layers=top:1", "--max_steps=4", "--logging_steps=2"))
                .isZero();
        assertThat(out.toString()).contains("Report: " + model.resolve("report.html"));
        assertThat(model.resolve("report.html")).content().contains("Curves of the loss", "data:image/png");
        assertThat(model.resolve("SHA256SUMS")).content().contains("report.html");
        JsonNode metrics =
                new ObjectMapper().readTree(model.resolve("metrics.json").toFile());
        assertThat(metrics.at("/history").findValuesAsText("step")).containsExactly("2", "4", "4");
        assertThat(metrics.at("/history/0").has("loss")).isTrue();
        assertThat(metrics.at("/history/2/train_steps_per_second").asDouble()).isPositive();
        assertThat(metrics.at("/calibration/comprehension/temperature").asDouble())
                .isPositive();
        assertThat(metrics.at("/calibration/misconception/thresholds/add-across")
                        .isNumber())
                .isTrue();
        assertThat(metrics.at("/timings/total_seconds").asDouble()).isPositive();
        assertThat(metrics.at("/software/PyTorch").asText()).isNotEmpty();
        assertThat(metrics.at("/hardware_threads").asInt()).isPositive();
    }

    @Test
    void aColumnOfTheTasksNameIsNotOverwritten() throws IOException {
        Path file = Files.writeString(directory.resolve("more.csv"), "text,comprehension\nhalf,novice\n");
        Path predictions = directory.resolve("predictions.csv");
        assertThat(run(new PredictCommand(), "--model=" + base, "--data=" + file, "--output=" + predictions))
                .isZero();
        assertThat(Files.readAllLines(predictions).get(0)).startsWith("text,comprehension,predicted_comprehension,");
    }

    @Test
    void aLabelThatTheModelDoesNotKnowIsReportedAndCountsAsWrong() throws IOException {
        Path file = Files.writeString(
                directory.resolve("more.csv"), "text,comprehension,part\nhalf,expert,dev\nthird,novice,dev\n");
        assertThat(run(new EvaluateCommand(), "--model=" + base, "--data=" + file, "--split=part"))
                .isZero();
        assertThat(out.toString()).contains("1 rows of dev have the comprehension label 'expert'");
    }

    @Test
    void anEvaluationIsATableOfWhatThereIsToTell() throws IOException {
        Path file = Files.writeString(
                directory.resolve("more.csv"),
                "text,comprehension,engagement,about,part\nhalf,novice,bored,fractions,dev\nF = ma,advanced,bored,forces,dev\n");
        String[] arguments = {
            "--model=" + base, "--data=" + file, "--learning-topic=about", "--split=part", "--per-learning-topic"
        };
        assertThat(run(new EvaluateCommand(), arguments)).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0).split(" {2,}"))
                .containsExactly(
                        "set",
                        "task",
                        "learning topic",
                        "rows",
                        "accuracy",
                        "macro-F1",
                        "weighted-F1",
                        "kappa",
                        "ECE",
                        "abstained");
        assertThat(lines)
                .extracting(line -> line.replaceAll(" +[0-9].*", ""))
                .contains(
                        "dev  comprehension  all",
                        "dev  comprehension  forces",
                        "dev  comprehension  fractions",
                        "dev  engagement     all");

        assertThat(run(new EvaluateCommand(), arguments[0], arguments[1], arguments[2], arguments[3]))
                .isZero();
        assertThat(out.toString()).doesNotContain("learning topic", "forces");
        assertThat(run(new EvaluateCommand(), arguments[0], arguments[1], arguments[2], arguments[3], "--json"))
                .isZero();
        JsonNode comprehension = lastLine().at("/evaluations/dev/comprehension");
        assertThat(comprehension.at("/learning_topics/forces/brier").isNumber()).isTrue();
        assertThat(List.of("precision_macro", "f1_micro", "f1_weighted", "map_at_3", "ece", "brier", "reliability"))
                .allSatisfy(name -> assertThat(comprehension.has(name)).as(name).isTrue());
    }

    @Test
    void anEvaluationSetCanBeChosen() throws IOException {
        Path file = Files.writeString(
                directory.resolve("more.csv"),
                "text,comprehension,part\na,novice,dev\nb,novice,other\nc,novice,train\n");
        assertThat(run(
                        new EvaluateCommand(),
                        "--model=" + base,
                        "--data=" + file,
                        "--split=part",
                        "--set=other",
                        "--json"))
                .isZero();
        assertThat(lastLine().get("evaluations").fieldNames()).toIterable().containsExactly("other");
        assertThat(run(new EvaluateCommand(), "--model=" + base, "--data=" + file, "--split=all", "--json"))
                .isZero();
        assertThat(lastLine().at("/evaluations/all/comprehension/rows").asInt()).isEqualTo(3);
    }

    @Test
    void trainingArgumentsComeFromAFileAndOptionsWinOverIt() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "seed: 7\nmax_length: 64\nabstain_below: 0.2\n");
        Path model = directory.resolve("model");
        assertThat(train(
                        model,
                        "--training-arguments=" + file,
                        "--max-length=48",
                        "--abstain_below=0.1",
                        "--class_weights={misconception: none, misconceptions: none}",
                        "--eval_on_start"))
                .isZero();
        assertThat(out.toString()).contains("Note: class_weights names task misconceptions, which is not learnt");
        JsonNode arguments = new ObjectMapper()
                .readTree(model.resolve("metrics.json").toFile())
                .get("arguments");
        assertThat(arguments.get("seed").asInt()).isEqualTo(7);
        assertThat(arguments.get("max_length").asInt()).isEqualTo(48);
        assertThat(arguments.get("abstain_below").asDouble()).isEqualTo(0.1);
        assertThat(arguments.at("/class_weights/misconception").asText()).isEqualTo("none");
        assertThat(arguments.get("eval_on_start").asBoolean()).isTrue();
    }

    @Test
    void everyTrainingArgumentIsInHelp() {
        assertThat(run(new TrainCommand(), "--help")).isZero();
        assertThat(TrainingArguments.defaults().toMap().keySet())
                .allSatisfy(name -> assertThat(out.toString()).contains("--" + name));
    }

    @Test
    void whatIsWrongWithACommandLineIsToldWithoutAllOfHelp() {
        assertThat(train(directory.resolve("m"), "--max_length=2")).isEqualTo(2);
        assertThat(err.toString().strip().lines())
                .containsExactly("max_length must be a whole number from 8 to 8192 but is 2", "See 'train --help'.");
    }

    @Test
    void aMisspeltTrainingArgumentIsToldWithTheNearest() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "learning_rat: 1e-3\n");
        assertThat(train(directory.resolve("m"), "--training-arguments=" + file))
                .isEqualTo(2);
        assertThat(err.toString()).contains("did you mean learning_rate?");
        assertThat(train(directory.resolve("m"), "--learning_rat=1e-3")).isEqualTo(2);
        assertThat(err.toString()).contains("--learning_rate");
    }

    @Test
    void mistakesInTheCommandLineAreBadUsage() {
        assertThat(run(new TrainCommand(), "--output=" + directory.resolve("m")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--data is missing");
        assertThat(run(new TrainCommand(), "--output=x", "--data=" + data)).isEqualTo(2);
        assertThat(err.toString()).contains("--task is missing");
        assertThat(run(new TrainCommand(), "--output=x", "--data=" + data, "--task=level"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("NAME=COLUMN");
        assertThat(train(directory.resolve("m"), "--max_length=2", "--abstain_below=2"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("max_length", "abstain_below");
        assertThat(train(directory.resolve("m"), "--pooling=max")).isEqualTo(2);
        assertThat(run(new PredictCommand(), "--model=" + base)).isEqualTo(2);
        assertThat(run(new LabelsCommand())).isEqualTo(2);
        assertThat(run(new EvaluateCommand(), "--model=" + base, "--data=" + data, "--task=grade=level"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no task grade", "comprehension");
    }

    @Test
    void aFailureIsOneClearLine() throws IOException {
        Path taken = Files.createDirectory(directory.resolve("taken"));
        Files.writeString(taken.resolve("file"), "");
        assertThat(train(taken)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("Error: ")
                .contains("taken is not empty")
                .doesNotContain("\tat ");
        assertThat(err.toString().strip().lines()).hasSize(1);

        assertThat(run(new EvaluateCommand(), "--model=" + taken, "--data=" + data))
                .isEqualTo(1);
        assertThat(run(new PredictCommand(), "--model=" + base, "--text=x", "--data=" + data, "--output=" + taken))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no column 'x'");
    }
}
