package io.grasp.trainer.publish;

import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.EarlyExit;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.finetune.LogEntry;
import io.grasp.trainer.report.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code metrics.json} says of a training, for programs. */
final class MetricsFile {
    private MetricsFile() {}

    static Map<String, Object> of(RunRecord run) {
        Candidate candidate = run.candidate();
        Map<String, Object> evaluations = new LinkedHashMap<>();
        candidate.evaluations().forEach((set, evaluation) -> evaluations.put(set, evaluation.toMap()));
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("evaluations", evaluations);
        metrics.put(
                "rows",
                Map.of(
                        "training", candidate.dataset().training().size(),
                        "validation", candidate.dataset().validation().size(),
                        "held_out", candidate.dataset().heldOut().size(),
                        "skipped_blank", candidate.dataset().skippedBlank()));
        metrics.put("conflicting_texts", candidate.dataset().conflicts().texts());
        metrics.put("labels_only_in_evaluation", candidate.dataset().labelsOnlyInEvaluation());
        metrics.put("arguments", candidate.arguments().toMap());
        metrics.put(
                "history",
                candidate.model().history().stream().map(MetricsFile::entry).toList());
        metrics.put("calibration", calibration(candidate.model().heads()));
        metrics.put("timings", candidate.timings().toMap());
        metrics.put("software", run.machine().software());
        metrics.put("hardware_threads", run.machine().hardwareThreads());
        return metrics;
    }

    /** As Hugging Face's {@code log_history}. */
    private static Map<String, Object> entry(LogEntry logged) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("step", logged.step());
        entry.put("epoch", logged.epoch());
        entry.putAll(logged.values());
        return entry;
    }

    private static Map<String, Object> calibration(List<ClassificationHead> heads) {
        Map<String, Object> tasks = new LinkedHashMap<>();
        for (ClassificationHead head : heads) {
            Calibration calibration = head.calibration();
            Map<String, Object> task = new LinkedHashMap<>();
            task.put("temperature", calibration.temperature());
            task.put("abstain_below", calibration.abstainBelow());
            EarlyExit exit = calibration.earlyExit();
            if (exit != null) {
                task.put("early_exit_sure_from", exit.sureFrom());
            }
            Map<String, Object> thresholds = new LinkedHashMap<>();
            for (int i = 0; i < calibration.thresholds().size(); i++) {
                thresholds.put(
                        head.task().labels().get(i), calibration.thresholds().get(i));
            }
            if (!thresholds.isEmpty()) {
                task.put("thresholds", thresholds);
            }
            tasks.put(head.task().name(), task);
        }
        return tasks;
    }
}
