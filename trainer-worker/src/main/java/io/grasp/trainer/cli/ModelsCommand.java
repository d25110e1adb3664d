package io.grasp.trainer.cli;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.events.TaskMetric;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.trainer.publish.ModelHistory;
import io.grasp.trainer.publish.ModelVersionLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands for published model versions. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Look at published model versions, and decide which one serves.",
        subcommands = {
            ModelsCommand.ListVersions.class,
            ModelsCommand.Show.class,
            ModelsCommand.Verify.class,
            ModelsCommand.Promote.class,
            ModelsCommand.Rollback.class
        })
public final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "What is to be done with models? See --help");
    }

    /** Which model, and where it is; a picocli mixin. */
    static final class ModelOptions {
        @Mixin
        private KafkaOptions kafka = new KafkaOptions();

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "The model's name (default: model.name, or grasp).")
        private @Nullable String name;

        @Option(
                names = "--store",
                paramLabel = "DIR",
                description = "The model store (default: model.store of the settings).")
        private @Nullable Path store;

        String name() {
            return name == null ? kafka.setting("model.name").orElse("grasp") : name;
        }

        Optional<DirectoryModelStore> store() {
            return Optional.ofNullable(store)
                    .or(() -> kafka.setting("model.store").map(Path::of))
                    .map(DirectoryModelStore::new);
        }

        ModelVersionLog log() {
            return new ModelVersionLog(kafka.settings());
        }

        ModelVersion announced(ModelHistory history, String version) {
            return history.version(version)
                    .orElseThrow(() -> new IllegalArgumentException("There is no version %s of model %s. There are: %s"
                            .formatted(
                                    version,
                                    name(),
                                    String.join(
                                            ", ",
                                            history.versions().stream()
                                                    .map(ModelVersion::getVersion)
                                                    .toList()))));
        }

        /** Reads the whole package, if the store is known, and compares it with what was announced. */
        Optional<ModelPackage> verified(ModelVersion version) {
            Optional<ModelPackage> files = store().map(known ->
                    ModelPackageReader.read(known.fetch(new io.grasp.model.ModelVersion(version.getVersion()))));
            files.ifPresent(read -> {
                if (!read.checksum().equals(version.getChecksum())) {
                    throw new IllegalStateException(
                            "The package %s is another one than was announced as %s. Is it the right store?"
                                    .formatted(read.directory(), version.getVersion()));
                }
            });
            return files;
        }
    }

    private static Map<String, Object> object(ModelVersion version, ModelHistory history) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", version.getName());
        object.put("version", version.getVersion());
        object.put("status", version.getStatus().name());
        object.put("serves", isChampion(version, history));
        object.put("reason", version.getReason());
        String gateReason = version.getGateReason();
        if (gateReason != null) {
            object.put("gate_reason", gateReason);
        }
        String comparedWith = version.getComparedWith();
        if (comparedWith != null) {
            object.put("compared_with", comparedWith);
        }
        object.put("checksum", version.getChecksum());
        object.put("labels", version.getLabels());
        object.put("learning_topics", version.getLearningTopics());
        object.put("created_at", version.getCreatedAt().toString());
        object.put("decided_at", version.getDecidedAt().toString());
        object.put("worker", version.getWorker());
        object.put(
                "metrics",
                version.getMetrics().stream().map(ModelsCommand::object).toList());
        return object;
    }

    private static Map<String, Object> object(TaskMetric metric) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("task", metric.getTask());
        object.put("set", metric.getSplit());
        object.put("rows", metric.getRows());
        object.put("accuracy", metric.getAccuracy());
        object.put("macro_f1", metric.getMacroF1());
        Double kappa = metric.getQuadraticWeightedKappa();
        if (kappa != null) {
            object.put("quadratic_weighted_kappa", kappa);
        }
        return object;
    }

    private static boolean isChampion(ModelVersion version, ModelHistory history) {
        return history.champion()
                .map(champion -> champion.getVersion().equals(version.getVersion()))
                .orElse(false);
    }

    /** Lists versions. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the versions of a model.")
    public static final class ListVersions implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private ModelOptions model = new ModelOptions();

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Override
        public Integer call() {
            ModelHistory history = model.log().read(model.name());
            Table table = new Table("", "version", "status", "labels", "macro-F1", "created", "reason");
            for (ModelVersion version : history.versions()) {
                OptionalDouble macroF1 = version.getMetrics().stream()
                        .mapToDouble(TaskMetric::getMacroF1)
                        .average();
                table.row(
                        isChampion(version, history) ? "*" : "",
                        version.getVersion(),
                        version.getStatus().name(),
                        String.valueOf(version.getLabels()),
                        macroF1.isPresent() ? Table.figure(macroF1.getAsDouble()) : "-",
                        version.getCreatedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                        version.getReason());
            }
            List<Map<String, Object>> objects = history.versions().stream()
                    .map(version -> object(version, history))
                    .toList();
            output.print(command, table.toString(), Map.of("name", model.name(), "versions", objects));
            return 0;
        }
    }

    /** Shows one version. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show all that is known of a version.")
    public static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private ModelOptions model = new ModelOptions();

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Parameters(paramLabel = "VERSION", description = "Such as v000042.")
        private String version = "";

        @Override
        public Integer call() {
            ModelHistory history = model.log().read(model.name());
            ModelVersion found = model.announced(history, version);
            Map<String, Object> object = object(found, history);
            Table facts = new Table(found.getName(), found.getVersion());
            object.forEach((fact, value) -> {
                boolean isToldAlready = fact.equals("gate_reason") && value.equals(found.getReason());
                if (!fact.equals("metrics") && !isToldAlready) {
                    facts.row(fact.replace('_', ' '), shown(value));
                }
            });
            Table metrics = new Table("set", "task", "rows", "accuracy", "macro-F1");
            found.getMetrics()
                    .forEach(metric -> metrics.row(
                            metric.getSplit(),
                            metric.getTask(),
                            String.valueOf(metric.getRows()),
                            Table.figure(metric.getAccuracy()),
                            Table.figure(metric.getMacroF1())));
            object.put("comparisons", GateTable.objects(found));
            output.print(command, facts + "\n" + metrics + "\n" + GateTable.of(found), object);
            return 0;
        }

        private static String shown(Object value) {
            return value instanceof List<?> several
                    ? several.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    : String.valueOf(value);
        }
    }

    /** Verifies one version's package. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Read a version's whole package and compare it with what was announced.")
    public static final class Verify implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private ModelOptions model = new ModelOptions();

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Parameters(paramLabel = "VERSION", description = "Such as v000042.")
        private String version = "";

        @Override
        public Integer call() {
            ModelVersion announced = model.announced(model.log().read(model.name()), version);
            ModelPackage files = model.verified(announced)
                    .orElseThrow(() -> new ParameterException(
                            command.commandLine(), "Which store? Give --store DIR, or --config F with model.store"));
            output.print(
                    command,
                    "%s is whole: %s".formatted(version, files.directory()),
                    Map.of(
                            "version",
                            version,
                            "checksum",
                            files.checksum(),
                            "directory",
                            files.directory().toString()));
            return 0;
        }
    }

    /** Makes a version the champion. */
    @Command(name = "promote", mixinStandardHelpOptions = true, description = "Make a version the one that serves.")
    public static final class Promote implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private ModelOptions model = new ModelOptions();

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Parameters(paramLabel = "VERSION", description = "Such as v000042.")
        private String version = "";

        @Option(names = "--reason", paramLabel = "WHY", description = "Why; goes with the version.")
        private String reason = "Promoted by hand";

        @Override
        public Integer call() {
            ModelVersionLog log = model.log();
            ModelVersion chosen = model.announced(log.read(model.name()), version);
            model.verified(chosen);
            log.write(champion(chosen, reason));
            output.print(
                    command, "%s serves from now on".formatted(version), Map.of("champion", version, "reason", reason));
            return 0;
        }
    }

    /** Makes the previous champion the champion again. */
    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Make the champion before the present one serve again.")
    public static final class Rollback implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private ModelOptions model = new ModelOptions();

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Option(names = "--reason", paramLabel = "WHY", description = "Why; goes with the version.")
        private @Nullable String reason;

        @Override
        public Integer call() {
            ModelVersionLog log = model.log();
            ModelHistory history = log.read(model.name());
            ModelVersion champion = history.champion()
                    .orElseThrow(() -> new IllegalStateException(
                            "There is no champion of model %s to roll back from".formatted(model.name())));
            ModelVersion before = history.championBefore()
                    .orElseThrow(() -> new IllegalStateException(
                            "No version before %s has been champion. Choose one with models promote"
                                    .formatted(champion.getVersion())));
            model.verified(before);
            String why = reason == null ? "Rolled back from " + champion.getVersion() : reason;
            log.write(champion(before, why));
            output.print(
                    command,
                    "%s serves from now on, in place of %s".formatted(before.getVersion(), champion.getVersion()),
                    Map.of("champion", before.getVersion(), "before", champion.getVersion(), "reason", why));
            return 0;
        }
    }

    private static ModelVersion champion(ModelVersion version, String reason) {
        return ModelVersion.newBuilder(version)
                .setStatus(ModelStatus.CHAMPION)
                .setReason(reason)
                .setDecidedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }
}
