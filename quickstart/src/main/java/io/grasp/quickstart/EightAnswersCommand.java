package io.grasp.quickstart;

import static io.grasp.schemas.KnownTasks.MISCONCEPTION;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.sample.Curriculum;
import io.grasp.quickstart.sample.Lesson;
import io.grasp.quickstart.sample.ShippedSample;
import io.grasp.trainer.Progress;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Keeps a misconception of the shipped sample back, then labels eight answers with it while the system runs. */
@Command(
        name = "eight-answers",
        mixinStandardHelpOptions = true,
        description = "Measure how long the running system takes from the eighth label of a misconception that it has"
                + " never seen to a live version that recognises it. Everything else of the shipped sample is loaded.")
final class EightAnswersCommand implements Callable<Integer> {
    private static final int LABELS = 8;

    @Option(
            names = "--misconception",
            paramLabel = "ID",
            description = "The one that is kept back (default: ${DEFAULT-VALUE}).")
    private String misconception = "photosynthesis.food-from-soil";

    @Option(names = "--json", description = "Print the result as one JSON object on the last line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        try (Scratch scratch = Scratch.create("grasp-sample")) {
            Curriculum sample = new ShippedSample(scratch.directory()).read();
            List<LabeledRow> all = sample.lessons().stream()
                    .flatMap(lesson -> lesson.rows().stream())
                    .toList();
            List<LabeledRow> having = all.stream().filter(this::hasIt).toList();
            List<LabeledRow> eight =
                    having.stream().filter(Dataset::trains).limit(LABELS).toList();
            List<LabeledRow> asked =
                    having.stream().filter(EightAnswersCommand::judges).toList();
            if (eight.size() < LABELS || asked.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "The sample has too few answers with the misconception '%s': name another one with --misconception"
                                .formatted(misconception));
            }
            Lesson known = new Lesson(
                    "everything but " + misconception,
                    all.stream().filter(row -> !hasIt(row)).toList());
            List<LabeledRow> others = known.rows().stream()
                    .filter(EightAnswersCommand::judges)
                    .filter(row -> row.learningTopic().equals(asked.get(0).learningTopic()))
                    .toList();
            Curriculum curriculum =
                    new Curriculum(sample.scheme(), List.of(known), sample.misconceptions(), sample.resources());
            try (Quickstart system = new Quickstart(curriculum, out, Progress.visible(), 0)) {
                print(system.learn(misconception, eight, asked, others), out);
            }
        }
        return spec.exitCodeOnSuccess();
    }

    private boolean hasIt(LabeledRow row) {
        return row.labelsFor(MISCONCEPTION).contains(misconception);
    }

    private static boolean judges(LabeledRow row) {
        return !row.text().isBlank() && !Dataset.splitOf(row).equals(LabeledRow.TRAIN);
    }

    private void print(NewMisconception learnt, PrintWriter out) throws JsonProcessingException {
        out.printf(
                "%n%d labels with %s: %.1f s to a %s%n",
                learnt.labels(),
                misconception,
                learnt.seconds(),
                learnt.isLive() ? "live version" : "version that the gate held back");
        out.printf(
                "Other students' answers with it, recognised: %d of %d before, %d of %d now%n",
                learnt.recognisedBefore(), learnt.asked(), learnt.recognised(), learnt.asked());
        out.printf(
                "Answers of that learning topic without it in which it is named all the same: %d of %d%n",
                learnt.wronglyNamed(), learnt.others());
        out.printf("%s: %s%n", learnt.version().getVersion(), learnt.version().getReason());
        learnt.version()
                .getComparisons()
                .forEach(comparison -> out.printf(
                        "  %-14s %-28s %4d rows  %.3f -> %.3f  %s%n",
                        comparison.getScope(),
                        comparison.getName(),
                        comparison.getRows(),
                        comparison.getChampion(),
                        comparison.getChallenger(),
                        comparison.getVerdict()));
        out.flush();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("misconception", misconception);
            object.put("labels", learnt.labels());
            object.put("seconds", learnt.seconds());
            object.put("live", learnt.isLive());
            object.put("asked", learnt.asked());
            object.put("recognised_before", learnt.recognisedBefore());
            object.put("recognised", learnt.recognised());
            object.put("wrongly_named", learnt.wronglyNamed());
            object.put("others", learnt.others());
            object.put("version", learnt.version().getVersion());
            object.put("status", learnt.version().getStatus().name());
            object.put("reason", learnt.version().getReason());
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(object));
            spec.commandLine().getOut().flush();
        }
    }
}
