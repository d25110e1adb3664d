package io.grasp.trainer.report;

import static io.grasp.trainer.report.Block.Column.text;

import io.grasp.trainer.Timings;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.report.Document.Draft;
import io.grasp.trainer.report.Document.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a model was trained, and what it takes to do it again. */
final class TrainingSections {
    private final RunRecord run;
    private final History history;

    TrainingSections(RunRecord run) {
        this.run = run;
        this.history = new History(
                run.candidate().model().history(),
                run.candidate().arguments().watching().metricForBestModel());
    }

    Section training(Pictures pictures) {
        Draft draft = new Draft("Training");
        Timings timings = run.candidate().timings();
        draft.paragraph("It took %s on %d hardware threads: fine-tuning %s, words %s, calibration %s, evaluation %s."
                .formatted(
                        Numbers.duration(timings.total()),
                        run.machine().hardwareThreads(),
                        Numbers.duration(timings.fineTuning()),
                        Numbers.duration(timings.words()),
                        Numbers.duration(timings.calibration()),
                        Numbers.duration(timings.evaluation())));
        history.speed().ifPresent(draft::paragraph);
        if (history.isEmpty()) {
            draft.paragraph("The encoder stayed as it was; heads learnt on its vectors, so there are no curves.");
        }
        draft.figures(pictures.of(history));
        history.table()
                .ifPresent(table -> draft.table(table.columns(), table.rows())
                        .paragraph("All that was logged is in metrics.json."));
        return draft.done();
    }

    Section arguments() {
        Draft draft = new Draft("Training arguments");
        Map<String, Object> usual = TrainingArguments.defaults().toMap();
        List<List<String>> changed = new ArrayList<>();
        List<List<String>> all = new ArrayList<>();
        run.candidate().arguments().toMap().forEach((name, value) -> {
            all.add(List.of(name, String.valueOf(value)));
            if (!value.equals(usual.get(name))) {
                changed.add(List.of(name, String.valueOf(value), String.valueOf(usual.get(name))));
            }
        });
        if (changed.isEmpty()) {
            draft.paragraph("All have their defaults.");
        }
        draft.table(List.of(text("Changed argument"), text("value"), text("default")), changed);
        draft.table(List.of(text("Argument"), text("value")), all);
        return draft.done();
    }

    Section lineage() {
        Draft draft = new Draft("Lineage and licence");
        List<String> facts = new ArrayList<>();
        String base = run.lineage().baseEncoder();
        facts.add("Base encoder: " + base);
        String parent = run.lineage().parentVersion();
        if (parent != null) {
            facts.add("Trained from version: " + parent);
        }
        facts.add("Created: " + run.lineage().createdAt());
        facts.add("Licence: %s. The labels are their owner's."
                .formatted(
                        base.equals(BaseEncoder.MINILM)
                                ? "the base encoder all-MiniLM-L6-v2 is under the Apache License 2.0"
                                : "that of the base encoder; look it up before you pass this model on"));
        draft.bullets(facts);
        draft.paragraph("The same rows, arguments and base encoder give the same model on the same software:");
        List<List<String>> machine = new ArrayList<>();
        run.machine().software().forEach((name, version) -> machine.add(List.of(name, version)));
        machine.add(List.of("Hardware threads", String.valueOf(run.machine().hardwareThreads())));
        TrainingArguments arguments = run.candidate().arguments();
        machine.add(List.of("Seed", String.valueOf(arguments.seed())));
        machine.add(List.of(
                "Seed of the rows' order", String.valueOf(arguments.randomness().orderSeed())));
        draft.table(List.of(text("What"), text("which")), machine);
        return draft.done();
    }
}
