package io.grasp.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsAppSettings;
import io.grasp.trainer.TrainerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The README is believed, so what it names must be there, and what is there must be in it. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Path SHARED_SETTINGS =
            Path.of("schemas/src/main/java/io/grasp/schemas/settings/KafkaSettings.java");
    private static final Path STREAMS_SETTINGS =
            Path.of("streams-app/src/main/java/io/grasp/streams/StreamsAppSettings.java");
    private static final Path TRAINER_SETTINGS =
            Path.of("trainer-worker/src/main/java/io/grasp/trainer/TrainerSettings.java");

    private static final Pattern KEY_READ = Pattern.compile("settings\\s*\\.\\w+\\(\\s*\"([a-z][a-z0-9.-]*[a-z0-9])\"");
    private static final Pattern SETTINGS_ROW =
            Pattern.compile("(?m)^\\| `([a-z][a-z0-9.-]*[a-z0-9])` \\| ([^|]*) \\| [^|]+ \\|$");
    private static final Pattern VALUE = Pattern.compile("`([^`]*)`");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern PATH_IN_TEXT = Pattern.compile("`(?:\\./)?([\\w.-]+(?:/[\\w.-]+)+/?)`");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private static final Map<String, String> REQUIRED =
            Map.of("kafka.bootstrap.servers", "localhost:9092", "model.store", "models");

    private final String readme = read(Path.of("README.md"));

    @Test
    void everyTopicIsNamed() {
        assertThat(new Topics("").all())
                .extracting(Topic::name)
                .as("A topic is part of what platforms rely on: give it a row in the README's table of topics")
                .allSatisfy(name -> assertThat(readme).contains("| `" + name + "` |"));
    }

    @Test
    void everySettingIsNamedWhereItsReadersLook() {
        assertThat(rows("Shared by both").keySet())
                .as("Settings that %s reads, and the README's table 'Shared by both'", SHARED_SETTINGS)
                .containsExactlyInAnyOrderElementsOf(with("kafka.bootstrap.servers", keysReadBy(SHARED_SETTINGS)));
        assertThat(rows("streams-app").keySet())
                .as("Settings that %s reads, and the README's table 'streams-app'", STREAMS_SETTINGS)
                .containsExactlyInAnyOrderElementsOf(keysReadBy(STREAMS_SETTINGS));
        assertThat(rows("trainer-worker").keySet())
                .as("Settings that %s reads, and the README's table 'trainer-worker'", TRAINER_SETTINGS)
                .containsExactlyInAnyOrderElementsOf(keysReadBy(TRAINER_SETTINGS));
    }

    @Test
    void theDefaultsOfTheStreamsAppAreTheOnesThatApply() {
        StreamsAppSettings written =
                StreamsAppSettings.from(Settings.of(documented("Shared by both", "streams-app"), Map.of()));

        assertThat(written)
                .as("The README's defaults, read as settings, must change nothing")
                .isEqualTo(StreamsAppSettings.from(Settings.of(REQUIRED, Map.of())));
    }

    @Test
    void theDefaultsOfTheTrainerAreTheOnesThatApply() {
        Settings settings = Settings.of(documented("Shared by both", "trainer-worker"), Map.of());
        TrainerSettings written = TrainerSettings.from(settings);
        settings.failIfInvalid();

        assertThat(written)
                .as("The README's defaults, read as settings, must change nothing")
                .isEqualTo(TrainerSettings.from(Settings.of(REQUIRED, Map.of())));
    }

    @Test
    void everyCommandIsNamed() {
        assertThat(commands(Grasp.commandLine()))
                .as("A command that the README does not name is found by nobody")
                .isNotEmpty()
                .allSatisfy(command -> assertThat(readme).contains(command));
    }

    @Test
    void everyModuleIsNamed() {
        List<String> modules = MODULE.matcher(read(Path.of("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();

        assertThat(modules)
                .as("Each module needs its line under 'Modules'")
                .isNotEmpty()
                .allSatisfy(module -> assertThat(readme).contains("`" + module + "`"));
    }

    @Test
    void everyPathExists() {
        List<String> paths = PATH_IN_TEXT
                .matcher(FENCED.matcher(readme).replaceAll(""))
                .results()
                .map(path -> path.group(1))
                .distinct()
                .toList();

        assertThat(paths)
                .as("A path in the README sends its reader to a file of the repository, so the file must be there")
                .isNotEmpty()
                .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    }

    @Test
    void theTestCommandIsTheOneThatContinuousIntegrationRuns() {
        List<String> commands = read(Path.of(".ci/run"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .filter(line -> !line.startsWith("set ") && !line.startsWith("cd "))
                .toList();

        assertThat(commands)
                .as("What .ci/run does is what the README tells a developer to run, and nothing else")
                .singleElement()
                .satisfies(command -> assertThat(readme).contains("\n" + command + "\n"));
    }

    /** The defaults of these tables; a default that is told in words is left blank, which counts as not set. */
    private Map<String, String> documented(String... sections) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String section : sections) {
            rows(section)
                    .forEach((key, cell) -> settings.put(
                            key,
                            VALUE.matcher(cell)
                                    .results()
                                    .map(value -> value.group(1))
                                    .findFirst()
                                    .orElse("")));
        }
        settings.putAll(REQUIRED);
        return settings;
    }

    /** The settings of a section's table, with the cell that tells the default. */
    private Map<String, String> rows(String section) {
        Map<String, String> rows = new TreeMap<>();
        SETTINGS_ROW.matcher(section(section)).results().forEach(row -> rows.put(row.group(1), row.group(2)));
        return rows;
    }

    private String section(String title) {
        String heading = "\n### " + title + "\n";
        assertThat(readme).as("The README's settings are in sections").contains(heading);
        String rest = readme.substring(readme.indexOf(heading) + heading.length());
        int end = rest.indexOf("\n##");
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static Set<String> keysReadBy(Path source) {
        Set<String> keys = new TreeSet<>();
        KEY_READ.matcher(read(source)).results().map(ReadmeTest::key).forEach(keys::add);
        return keys;
    }

    private static String key(MatchResult read) {
        return read.group(1);
    }

    private static Set<String> with(String key, Set<String> keys) {
        Set<String> all = new TreeSet<>(keys);
        all.add(key);
        return all;
    }

    private static List<String> commands(CommandLine command) {
        List<String> names = new ArrayList<>();
        command.getSubcommands().values().forEach(subcommand -> {
            names.add(subcommand.getCommandSpec().qualifiedName(" "));
            names.addAll(commands(subcommand));
        });
        return names;
    }

    private static String read(Path file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError("The repository lacks " + file, e);
        }
    }
}
