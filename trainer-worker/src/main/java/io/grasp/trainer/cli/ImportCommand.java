package io.grasp.trainer.cli;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.huggingface.SequenceClassifier;
import io.grasp.model.packaging.Lineage;
import io.grasp.model.packaging.ModelPackageWriter;
import io.grasp.trainer.finetune.BaseEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes a model package of a finished Hugging Face classifier. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Make a model package of a finished Hugging Face sequence classifier (BERT, RoBERTa, DistilBERT).")
public final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--from",
            paramLabel = "HF_DIR",
            required = true,
            description = "The directory that save_pretrained wrote, with its tokenizer.")
    private Path from = Path.of("");

    @Option(names = "--task", paramLabel = "NAME", required = true, description = "What its question is called here.")
    private String task = "";

    @Mixin
    private PackageOutput directory = new PackageOutput();

    @Option(
            names = "--kind",
            paramLabel = "single|ordinal|multi",
            converter = KindConverter.class,
            description = "How its labels relate; ordinal: lowest first (default: multi if its problem_type says so,"
                    + " else single).")
    private @Nullable TaskKind kind;

    @Option(
            names = {"--max_length", "--max-length"},
            paramLabel = "N",
            description = "Longest input in tokens (default: the most that its tokenizer and its encoder allow).")
    private @Nullable Integer maxLength;

    @Override
    public Integer call() {
        Path free = directory.requireFree();
        SequenceClassifier classifier = read();
        String origin = BaseEncoder.nameOf(from);
        Lineage lineage = new Lineage(origin, null, 0, Map.of(), List.of(), Instant.now());
        ModelPackageWriter.write(
                free,
                classifier.encoder(),
                List.of(classifier.head()),
                classifier.manifest(lineage),
                Map.of("imported_from", origin),
                modelCard(classifier, lineage));
        output.print(command, text(classifier), object(classifier));
        return 0;
    }

    private SequenceClassifier read() {
        try {
            return SequenceClassifier.fromDirectory(from, task, kind, maxLength);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private String text(SequenceClassifier classifier) {
        Task imported = classifier.head().task();
        return "Imported task %s (%s), a %s classifier of inputs of up to %d tokens, with the labels %s%n%nModel package: %s"
                .formatted(
                        imported.name(),
                        nameOf(imported.kind()),
                        architecture(classifier),
                        classifier.maxLength(),
                        String.join(", ", imported.labels()),
                        directory);
    }

    private Map<String, Object> object(SequenceClassifier classifier) {
        Task imported = classifier.head().task();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("output", directory.toString());
        object.put("architecture", architecture(classifier));
        object.put("task", imported.name());
        object.put("kind", nameOf(imported.kind()));
        object.put("labels", imported.labels());
        object.put("max_length", classifier.maxLength());
        return object;
    }

    private static String modelCard(SequenceClassifier classifier, Lineage lineage) {
        Task imported = classifier.head().task();
        StringBuilder card = new StringBuilder("# What students write: %s%n%n".formatted(imported.name()));
        card.append(
                "Imported from the Hugging Face checkpoint %s (%s) at %s. It was not trained, calibrated or evaluated"
                        .formatted(lineage.baseEncoder(), architecture(classifier), lineage.createdAt()));
        card.append(" here: its probabilities are those of the checkpoint, and so is its licence.\n\nLabels:\n\n");
        imported.labels()
                .forEach(label ->
                        card.append("- ").append(label.replaceAll("\\s+", " ")).append('\n'));
        return card.toString();
    }

    private static String architecture(SequenceClassifier classifier) {
        return classifier.encoder().config().architecture().modelType();
    }

    private static String nameOf(TaskKind kind) {
        return switch (kind) {
            case SINGLE_LABEL -> "single";
            case MULTI_LABEL -> "multi";
            case ORDINAL -> "ordinal";
        };
    }

    /** Takes the names that {@code --task} of other commands takes. */
    static final class KindConverter implements ITypeConverter<TaskKind> {
        @Override
        public TaskKind convert(String name) {
            for (TaskKind kind : TaskKind.values()) {
                if (nameOf(kind).equals(name)) {
                    return kind;
                }
            }
            throw new TypeConversionException("'%s' is none of single, ordinal, multi".formatted(name));
        }
    }
}
