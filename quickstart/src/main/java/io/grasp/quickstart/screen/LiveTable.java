package io.grasp.quickstart.screen;

import io.grasp.events.Classification;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.LearnerState;
import io.grasp.events.Recommendation;
import io.grasp.quickstart.stream.StreamListener;
import io.grasp.schemas.TaskDecisions;
import io.grasp.trainer.dataset.LabeledRow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prints interactions as they are classified, a line each, with what they triggered. A line waits until the learner's
 * state has followed, and then a moment, since events of one transaction are read in any order. Thread-safe.
 */
public final class LiveTable implements StreamListener, AutoCloseable {
    private static final String LINE = "%-13s  %-22s  %-44s  %-13s  %-34s  %-4s  %s%n";
    private static final long EVENTS_COME_WITHIN_MILLIS = 400;
    /** No state names an interaction that is older than all that is remembered of its student. */
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final PrintWriter out;
    private final String task;
    private final Function<String, @Nullable LabeledRow> rowOf;
    private final Function<String, String> misconceptionName;
    private final Map<String, Line> waiting = new LinkedHashMap<>();
    private final ScheduledExecutorService printer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live-table");
        thread.setDaemon(true);
        return thread;
    });
    private int linesLeft;
    private int unshown;

    /**
     * A table that starts closed.
     *
     * @param task the task whose decision and confidence stand in the table
     * @param rowOf what was sent as an interaction, by its id
     * @param misconceptionName the words for a misconception, by its id
     */
    public LiveTable(
            PrintWriter out,
            String task,
            Function<String, @Nullable LabeledRow> rowOf,
            Function<String, String> misconceptionName) {
        this.out = out;
        this.task = task;
        this.rowOf = rowOf;
        this.misconceptionName = misconceptionName;
        var unused = printer.scheduleWithFixedDelay(this::printRipe, 50, 50, TimeUnit.MILLISECONDS);
    }

    /** Prints the header, and from now on up to {@code lines} lines. */
    public synchronized void open(int lines) {
        linesLeft = lines;
        unshown = 0;
        out.printf(
                LINE, "student", "learning topic", "wrote", Excerpt.of(task, 13), "misconception", "conf", "triggered");
        out.flush();
    }

    /** Prints what still waits, and how much was not shown. */
    public synchronized void finish() {
        waiting.values().forEach(this::print);
        waiting.clear();
        if (unshown > 0) {
            out.printf("… and %d more%n", unshown);
        }
        out.flush();
        linesLeft = 0;
    }

    @Override
    public synchronized void classified(Classification classification) {
        if (linesLeft == 0) {
            unshown++;
            return;
        }
        linesLeft--;
        waiting.put(
                classification.getInteractionId(),
                new Line(classification, System.currentTimeMillis() + LONGEST_WAIT_MILLIS));
    }

    @Override
    public synchronized void feedback(FeedbackTriggered feedback) {
        Line line = waiting.get(feedback.getInteractionId());
        if (line != null) {
            line.feedbacks++;
        }
    }

    @Override
    public synchronized void recommended(Recommendation recommendation) {
        Line line = waiting.get(recommendation.getInteractionId());
        if (line != null) {
            line.recommended.add("→ " + recommendation.getResources().get(0).getTitle());
        }
    }

    @Override
    public synchronized void followed(LearnerState state) {
        for (String interaction : state.getLastInteractionIds()) {
            Line line = waiting.get(interaction);
            if (line != null) {
                line.ripe = Math.min(line.ripe, System.currentTimeMillis() + EVENTS_COME_WITHIN_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        printer.shutdownNow();
    }

    private synchronized void printRipe() {
        long now = System.currentTimeMillis();
        waiting.values().removeIf(line -> {
            boolean ripe = now >= line.ripe;
            if (ripe) {
                print(line);
            }
            return ripe;
        });
        out.flush();
    }

    private void print(Line line) {
        Classification classification = line.classification;
        LabeledRow row = rowOf.apply(classification.getInteractionId());
        out.printf(
                Locale.ROOT,
                LINE,
                Excerpt.of(classification.getStudentId(), 13),
                Excerpt.of(classification.getLearningTopic(), 22),
                Excerpt.of(row == null ? "" : row.text(), 44),
                Excerpt.of(Decided.by(classification, task), 13),
                Excerpt.of(misconceptions(classification), 34),
                confidence(classification),
                Excerpt.of(line.triggered(), 60));
    }

    private String misconceptions(Classification classification) {
        return String.join(
                ", ",
                classification.getMisconceptions().stream()
                        .map(misconceptionName)
                        .toList());
    }

    private String confidence(Classification classification) {
        return TaskDecisions.of(classification, task)
                .map(decision -> String.format(Locale.ROOT, "%.2f", decision.getConfidence()))
                .orElse("");
    }

    /** A line that waits for its events. */
    private static final class Line {
        private final Classification classification;
        private final List<String> recommended = new ArrayList<>();
        private int feedbacks;
        private long ripe;

        Line(Classification classification, long ripe) {
            this.classification = classification;
            this.ripe = ripe;
        }

        String triggered() {
            String feedback = feedbacks == 0 ? "" : feedbacks == 1 ? "feedback " : feedbacks + "× feedback ";
            return feedback + String.join(" ", recommended);
        }
    }
}
