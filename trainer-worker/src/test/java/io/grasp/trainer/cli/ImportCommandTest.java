package io.grasp.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.packaging.ModelPackageReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ImportCommandTest {
    private static final Path CHECKPOINTS = Path.of("../model/src/test/resources/huggingface");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void anImportedClassifierPredictsWhatItPredictedInPython(String architecture) throws IOException {
        Path model = directory.resolve("model");
        assertThat(importInto(model, architecture, "--json")).isZero();
        assertThat(lastLine().path("architecture").asText()).isEqualTo(architecture);
        List<String> labels = new ArrayList<>();
        lastLine().path("labels").forEach(label -> labels.add(label.asText()));

        JsonNode example = new ObjectMapper()
                .readTree(CHECKPOINTS
                        .resolve(architecture)
                        .resolve("expected.json")
                        .toFile())
                .at("/cases/0");
        assertThat(run(
                        new PredictCommand(),
                        "--model=" + model,
                        "--text=" + example.path("text").asText(),
                        "--json"))
                .isZero();
        JsonNode probabilities = lastLine().at("/tasks/level/probabilities");
        for (int label = 0; label < labels.size(); label++) {
            assertThat(probabilities.path(labels.get(label)).asDouble())
                    .isCloseTo(example.path("probabilities").path(label).asDouble(-1), within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void aFileOfLongAnswersIsPredictedAsInPythonToo(String architecture) throws IOException {
        Path model = directory.resolve("model");
        assertThat(importInto(model, architecture)).isZero();
        JsonNode cases = new ObjectMapper()
                .readTree(CHECKPOINTS
                        .resolve(architecture)
                        .resolve("expected.json")
                        .toFile())
                .path("cases");
        StringBuilder csv = new StringBuilder("prompt,text\n");
        List<JsonNode> pairs = new ArrayList<>();
        for (JsonNode example : cases) {
            if (example.path("text_pair").asText().length() > 100) {
                pairs.add(example);
                csv.append("%s,%s\n"
                        .formatted(
                                example.path("text").asText(),
                                example.path("text_pair").asText()));
            }
        }
        assertThat(pairs).hasSizeGreaterThan(2);
        Path data = Files.writeString(directory.resolve("long.csv"), csv);
        Path predictions = directory.resolve("predictions.csv");

        assertThat(run(
                        new PredictCommand(),
                        "--model=" + model,
                        "--data=" + data,
                        "--pair=prompt",
                        "--output=" + predictions))
                .isZero();

        List<String> lines = Files.readAllLines(predictions);
        for (int row = 0; row < pairs.size(); row++) {
            String[] cells = lines.get(row + 1).split(",", -1);
            JsonNode expected = pairs.get(row).path("probabilities");
            for (int label = 0; label < expected.size(); label++) {
                assertThat(Double.parseDouble(cells[3 + label]))
                        .isCloseTo(expected.path(label).asDouble(-1), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void everyArchitectureIsABaseToTrainFrom(String architecture) throws IOException {
        StringBuilder csv = new StringBuilder("text,level\n");
        for (int i = 0; i < 60; i++) {
            csv.append(
                    i % 2 == 0
                            ? "the bulb goes out %d,low\n".formatted(i)
                            : "roots take up water %d,high\n".formatted(i));
        }
        Path data = Files.writeString(directory.resolve("answers.csv"), csv);
        Path model = directory.resolve("trained");

        assertThat(run(
                        new TrainCommand(),
                        "--data=" + data,
                        "--task=level=level",
                        "--base=" + CHECKPOINTS.resolve(architecture),
                        "--max-length=32",
                        "--output=" + model,
                        "--json"))
                .isZero();

        assertThat(lastLine().at("/evaluations/test/level/macro_f1").asDouble()).isGreaterThan(0.9);
        assertThat(run(new PredictCommand(), "--model=" + model, "--text=roots take up water", "--json"))
                .isZero();
        assertThat(lastLine().at("/tasks/level/decided/0").asText()).isEqualTo("high");
    }

    @Test
    void whatWasImportedIsToldToPeopleAndInThePackage() {
        Path model = directory.resolve("model");

        assertThat(importInto(model, "bert", "--kind=ordinal", "--max-length=20"))
                .isZero();

        assertThat(out.toString())
                .contains(
                        "Imported task level (ordinal), a bert classifier of inputs of up to 20 tokens",
                        "novice, intermediate, advanced",
                        "Model package: " + model);
        assertThat(ModelPackageReader.read(model).manifest().lineage().baseEncoder())
                .isEqualTo("bert");
        assertThat(model.resolve("README.md")).content().contains("Imported from the Hugging Face checkpoint bert");
    }

    @Test
    void whatCannotBeImportedIsOneClearLine() throws IOException {
        Path model = directory.resolve("model");
        assertThat(run(new ImportCommand(), "--from=" + directory, "--task=level", "--output=" + model))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("Error: ").contains("There is no config.json");
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(model).doesNotExist();

        Files.createDirectory(model);
        Files.writeString(model.resolve("file"), "");
        assertThat(importInto(model, "bert")).isEqualTo(1);
        assertThat(err.toString()).contains("is not empty");
    }

    @Test
    void mistakesInTheCommandLineAreBadUsage() {
        Path model = directory.resolve("model");
        assertThat(importInto(model, "bert", "--kind=many")).isEqualTo(2);
        assertThat(err.toString()).contains("'many' is none of single, ordinal, multi");
        assertThat(importInto(model, "bert", "--max-length=33")).isEqualTo(2);
        assertThat(err.toString()).contains("more than the encoder's 32 positions");
        assertThat(run(
                        new ImportCommand(),
                        "--from=" + CHECKPOINTS.resolve("bert"),
                        "--task=Level",
                        "--output=" + model))
                .isEqualTo(2);
        assertThat(err.toString()).contains("A task's name matches");
        assertThat(model).doesNotExist();
    }

    private int importInto(Path model, String architecture, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--from=" + CHECKPOINTS.resolve(architecture), "--task=level", "--output=" + model));
        arguments.addAll(List.of(more));
        return run(new ImportCommand(), arguments.toArray(String[]::new));
    }

    private int run(Object command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(command)
                .setExecutionExceptionHandler(new CommandErrors())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JsonNode lastLine() throws IOException {
        List<String> lines = out.toString().strip().lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
}
