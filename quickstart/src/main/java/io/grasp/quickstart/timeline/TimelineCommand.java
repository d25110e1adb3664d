package io.grasp.quickstart.timeline;

import io.grasp.quickstart.cli.EventReader;
import io.grasp.quickstart.screen.Excerpt;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.trainer.cli.KafkaOptions;
import io.grasp.trainer.cli.OutputOptions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells what happened to a student, and why: collects it from all topics, orders it, words it. */
@Command(
        name = "timeline",
        description =
                "Tell what happened to a student, and why: what was written about, what the model found in it, how"
                        + " the learner's state moved, and what that triggered.",
        mixinStandardHelpOptions = true)
public final class TimelineCommand implements Callable<Integer> {
    private static final int WIDEST = 120;

    @Option(names = "--student", required = true, paramLabel = "ID", description = "The student's id.")
    private String student = "";

    @Option(names = "--learning-topic", paramLabel = "TOPIC", description = "Only what is about this learning topic.")
    private @Nullable String learningTopic;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description = "Only from this day or instant on, e.g. 2026-03-02 or 2026-03-02T08:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "WHEN", description = "Only up to the end of this day, or to this instant.")
    private @Nullable String to;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Time zone of days and times, e.g. Europe/Vienna (default: this machine's).")
    private ZoneId zone = ZoneId.systemDefault();

    @Option(names = "--text", description = "Also show what the student wrote.")
    private boolean withText;

    @Option(names = "--width", paramLabel = "N", description = "Longest line (default: the terminal's, at most 120).")
    private int width;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Scope scope = scope();
        KafkaSettings settings = kafka.settings();
        Topics topics = settings.topics();
        EventReader reader = new EventReader(settings.clientProperties());
        StudentRecords records = StudentRecords.read(student, topics, reader);
        if (records.isEmpty()) {
            throw new IllegalStateException(
                    "No topic holds anything about the student '%s'. Is the id spelt as the platform does, and topic.prefix right? What is older than a topic's retention is gone"
                            .formatted(Excerpt.whole(student)));
        }
        CatalogNames names = CatalogNames.read(topics, reader);
        Timeline all = Timeline.of(records);
        Timeline wanted = all.within(scope);
        List<Entry> entries = new TimelineWords(names, zone, withText).of(wanted);
        output.print(
                spec,
                heading(all, wanted) + new TimelinePage(zone, width()).of(entries) + note(records.undecodable()),
                json(wanted, records.undecodable()));
        return spec.exitCodeOnSuccess();
    }

    private String heading(Timeline all, Timeline wanted) {
        String shown = wanted.moments().size() == all.moments().size()
                ? ""
                : ", %d of them shown".formatted(wanted.moments().size());
        List<Moment> moments = all.moments();
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH).withZone(zone);
        return "Student %s: %s from %s to %s%s. Times are those of %s.%n"
                .formatted(
                        Excerpt.whole(student),
                        Phrases.counted(moments.size(), "event", "events"),
                        format.format(moments.get(0).at()),
                        format.format(moments.get(moments.size() - 1).at()),
                        shown,
                        zone.getId());
    }

    private static String note(long undecodable) {
        return undecodable == 0
                ? ""
                : "%nNote: %s could not be decoded and may be missing here; see the setting schema.directory"
                        .formatted(Phrases.counted(undecodable, "record", "records"));
    }

    private Map<String, Object> json(Timeline wanted, long undecodable) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("student", student);
        json.put("events", new TimelineJson(withText).of(wanted));
        json.put("undecodable", undecodable);
        return json;
    }

    private int width() {
        return width > 0 ? width : Math.min(spec.usageMessage().autoWidth(true).width(), WIDEST);
    }

    private Scope scope() {
        return new Scope(
                Optional.ofNullable(learningTopic),
                from == null ? Instant.MIN : time("--from", from, 0),
                to == null ? Instant.MAX : time("--to", to, 1));
    }

    /** @param daysAfter how many days after the beginning of a day that is given by its date */
    private Instant time(String option, String given, int daysAfter) {
        try {
            return given.contains("T")
                    ? Instant.parse(given)
                    : LocalDate.parse(given)
                            .plusDays(daysAfter)
                            .atStartOfDay(zone)
                            .toInstant();
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s %s is neither a day, as 2026-03-02, nor an instant, as 2026-03-02T08:00:00Z"
                            .formatted(option, given),
                    e);
        }
    }
}
