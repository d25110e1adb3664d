package io.grasp.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TinyModel;
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

/** What {@code train} says of what it cannot use, as the person at the terminal reads it. */
class BadInputTest {
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    @TempDir
    private Path directory;

    private Path base;
    private String told = "";

    @BeforeEach
    void aTinyBase() {
        base = TinyModel.writePackage(directory.resolve("base"), 5, TinyModel.tasks());
    }

    @Test
    void aFileWithoutRowsTeachesNothing() throws IOException {
        assertThat(train("text,level\n")).isEqualTo(FAILED);
        assertThat(told).isEqualTo("Error: There is nothing to learn: there are no rows. Label some\n");
    }

    @Test
    void rowsThatAreAllHeldOutAreToldBySet() throws IOException {
        assertThat(train("text,level,split\na,low,dev\nb,high,dev\nc,high,Train\n ,low,train\n"))
                .isEqualTo(FAILED);
        assertThat(told)
                .isEqualTo("Error: There is nothing to learn: of 4 rows none trains: 3 are held out (Train 1, dev 2), 0"
                        + " only tune, 1 are blank. Label more rows, or give some the split 'train'. Is 'Train' meant"
                        + " to be that?\n");
    }

    @Test
    void rowsOfOneClassAreToldByIt() throws IOException {
        StringBuilder csv = new StringBuilder("text,level,grade,split\n");
        for (int i = 0; i < 20; i++) {
            csv.append("text %d,low,,train\n".formatted(i));
        }
        assertThat(train(csv.toString(), "--task=grade=grade")).isEqualTo(FAILED);
        assertThat(told)
                .contains("none teaches two labels of a task (task level has only 'low'; task grade has no label)");
    }

    @Test
    void aLabelThatIsSeenInEvaluationOnlyCountsAsWrongAndIsNoted() throws IOException {
        assertThat(train(rows() + "third 1,expert,dev\nthird 2,expert,dev\n", "--lexical=false"))
                .isZero();
        assertThat(told)
                .contains(
                        "Note: 2 rows of dev have the level label 'expert', which the model does not know; they count as wrong")
                .containsPattern("dev +level +2 +0\\.000 +0\\.000");
    }

    @Test
    void aTrainingThatNoRowJudgesSaysSo() throws IOException {
        assertThat(train(rows())).isZero();
        assertThat(told).contains("Note: no row judges it").doesNotContain("macro-F1");
    }

    @Test
    void rowsWithTheSameIdAllCountAndAreNoted() throws IOException {
        assertThat(train(rows(), "--id=split")).isZero();
        assertThat(told).contains("Note: ", "39 rows have an id that an earlier row has");
    }

    @Test
    void anUnknownOptionIsToldWithTheNearest() throws IOException {
        assertThat(train(rows(), "--learning_rat=1e-3")).isEqualTo(BAD_USAGE);
        assertThat(told).isEqualTo("There is no option --learning_rat. Did you mean --learning_rate?\n");
        assertThat(train(rows(), "--epochs", "3")).isEqualTo(BAD_USAGE);
        assertThat(told).isEqualTo("There is no option --epochs. Did you mean --num_train_epochs?\n");
        assertThat(train(rows(), "--zzz")).isEqualTo(BAD_USAGE);
        assertThat(told).isEqualTo("There is no option --zzz. See 'train --help'.\n");
    }

    @Test
    void anUnknownArgumentInAFileIsToldWithTheNearest() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "learning_rat: 1e-3\nbatch_size: 4\n");
        assertThat(train(rows(), "--training-arguments=" + file)).isEqualTo(BAD_USAGE);
        assertThat(told)
                .contains(
                        "learning_rat is no training argument: did you mean learning_rate?",
                        "batch_size is no training argument: did you mean auto_find_batch_size or"
                                + " per_device_eval_batch_size or per_device_train_batch_size?");
    }

    @Test
    void aFileOfArgumentsThatIsNoYamlIsToldInOneLine() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "learning_rate: [\n");
        assertThat(train(rows(), "--training-arguments=" + file)).isEqualTo(BAD_USAGE);
        assertThat(told.lines().findFirst().orElseThrow())
                .endsWith(
                        "are no YAML (line 1): while parsing a flow node, expected the node content, but found '<stream end>'");
    }

    @Test
    void aColumnThatIsNotThereIsToldWithTheNearest() throws IOException {
        assertThat(train(rows(), "--pair=txt")).isEqualTo(FAILED);
        assertThat(told).contains("it has no column 'txt'. Did you mean 'text'?");
    }

    @Test
    void inputsLongerThanTheEncoderReadsAreRefused() throws IOException {
        assertThat(train(rows(), "--max_length=129")).isEqualTo(FAILED);
        assertThat(told)
                .isEqualTo("Error: max_length is 129 but the encoder has only 128 positions: set it to 128 or less\n");
    }

    @Test
    void aPlaceThatIsTakenIsRefusedBeforeTheDataIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(trainInto(directory, "no CSV")).isEqualTo(FAILED);
        assertThat(told).contains("is not empty: name a directory that does not exist or is empty for --output");
        assertThat(trainInto(file, "no CSV")).isEqualTo(FAILED);
        assertThat(told).contains("is a file: name a directory for --output");
        assertThat(trainInto(file.resolve("model"), "no CSV")).isEqualTo(FAILED);
        assertThat(told).contains("cannot be made, since " + file + " is no directory");
        assertThat(run(new ImportCommand(), "--from=nowhere", "--task=level", "--output=" + file))
                .isEqualTo(FAILED);
        assertThat(told).contains("is a file: name a directory for --output");
    }

    @Test
    void checkpointsOfHeadsAreRefusedSinceThereWouldBeNone() throws IOException {
        assertThat(train(rows(), "--train_layers=heads", "--checkpoints=" + directory.resolve("checkpoints")))
                .isEqualTo(BAD_USAGE);
        assertThat(told).contains("Heads alone train in one go");
    }

    private static String rows() {
        StringBuilder csv = new StringBuilder("text,level,split\n");
        for (int i = 0; i < 40; i++) {
            csv.append("%s %d,%s,train\n".formatted(i % 2 == 0 ? "dunno" : "equal", i, i % 2 == 0 ? "low" : "high"));
        }
        return csv.toString();
    }

    private int train(String csv, String... more) throws IOException {
        return trainInto(directory.resolve("model-" + System.nanoTime()), csv, more);
    }

    private int trainInto(Path output, String csv, String... more) throws IOException {
        Path data = Files.writeString(directory.resolve("answers.csv"), csv);
        List<String> arguments = new ArrayList<>(
                List.of("--data=" + data, "--task=level=level", "--base=" + base, "--output=" + output));
        arguments.addAll(List.of(more));
        return run(new TrainCommand(), arguments.toArray(String[]::new));
    }

    private int run(Object command, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter both = new PrintWriter(printed, true);
        int exitCode = new CommandLine(command)
                .setExecutionExceptionHandler(new CommandErrors())
                .setParameterExceptionHandler(new CommandErrors())
                .setOut(both)
                .setErr(both)
                .execute(arguments);
        told = printed.toString();
        return exitCode;
    }
}
