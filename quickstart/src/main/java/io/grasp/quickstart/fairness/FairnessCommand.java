package io.grasp.quickstart.fairness;

import io.grasp.quickstart.cli.EventReader;
import io.grasp.quickstart.screen.Excerpt;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.trainer.cli.KafkaOptions;
import io.grasp.trainer.cli.OutputOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares groups of students: reads events, joins them by student, computes, tells. */
@Command(
        name = "fairness",
        description = "Compare groups of students by how often alerts are raised about them, how often the model agrees"
                + " with labels that came later, and how often it abstains.",
        mixinStandardHelpOptions = true)
public final class FairnessCommand implements Callable<Integer> {
    @Option(
            names = "--attribute",
            required = true,
            paramLabel = "NAME",
            description = "What students are grouped by: a key of the interactions' attributes, or 'language'.")
    private String attribute = "";

    @Option(
            names = "--min-students",
            paramLabel = "N",
            description = "Smaller groups are not shown (default: ${DEFAULT-VALUE}).")
    private int minStudents = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the tests (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (minStudents < 2) {
            throw new ParameterException(
                    spec.commandLine(), "--min-students must be at least 2: a group of one is a person");
        }
        Attribute by = new Attribute(attribute);
        KafkaSettings settings = kafka.settings();
        EventReader reader = new EventReader(settings.clientProperties());
        List<StudentOutcome> students = read(by, settings.topics(), reader);
        if (students.stream().allMatch(student -> student.group().equals(Outcomes.NOT_GIVEN))) {
            throw new IllegalStateException(
                    "No interaction has the attribute '%s'. Does the platform supply it in Interaction.attributes, under this name?"
                            .formatted(Excerpt.whole(attribute)));
        }
        FairnessReport report = FairnessReport.of(students, new Suppression(minStudents), new PermutationTest(seed));
        output.print(
                spec, new FairnessWords(by, minStudents).of(report) + note(reader.undecodable()), json(report, reader));
        return spec.exitCodeOnSuccess();
    }

    private static List<StudentOutcome> read(Attribute by, Topics topics, EventReader reader) {
        Outcomes outcomes = new Outcomes(by);
        reader.values(topics.interactions(), outcomes::wrote);
        reader.values(topics.classifications(), outcomes::classified);
        reader.values(topics.alerts(), outcomes::alerted);
        reader.values(topics.erasures(), outcomes::asksForErasure);
        reader.records(topics.labels(), key -> true, kept -> outcomes.labeled(kept.key(), kept.value()));
        return outcomes.byStudent();
    }

    private static String note(long undecodable) {
        return undecodable == 0
                ? ""
                : "Note: %d records could not be decoded and are left out; see the setting schema.directory%n"
                        .formatted(undecodable);
    }

    private Map<String, Object> json(FairnessReport report, EventReader reader) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attribute", attribute);
        json.put("min_students", minStudents);
        json.putAll(FairnessJson.of(report));
        json.put("undecodable", reader.undecodable());
        return json;
    }
}
