package io.grasp.trainer.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds matches row by row: {@code rows} opens a task on the present learning topic, and what follows says how many of
 * its rows each model gets right. Rows are parted evenly between two labels.
 */
final class AMatch {
    private final List<PairedRow> rows = new ArrayList<>();
    private final Set<String> newLearningTopics = new TreeSet<>();
    private final List<String> covered = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private String learningTopic = "fractions";
    private String task = "level";
    private int open;
    private int first;

    private AMatch() {}

    static AMatch aMatch() {
        return new AMatch();
    }

    AMatch about(String other) {
        learningTopic = other;
        return this;
    }

    /** The champion does not know the present learning topic. */
    AMatch newly() {
        newLearningTopics.add(learningTopic);
        return this;
    }

    /** Rows that both get wrong until something else is said. */
    AMatch rows(int count, String ofTask) {
        task = ofTask;
        first = rows.size();
        open = first;
        for (int i = 0; i < count; i++) {
            rows.add(row(i, false, false));
        }
        return this;
    }

    AMatch rightForBoth(int count) {
        return right(count, true, true);
    }

    AMatch rightForChampion(int count) {
        return right(count, true, false);
    }

    AMatch rightForChallenger(int count) {
        return right(count, false, true);
    }

    AMatch covering(String what) {
        covered.add(what);
        return this;
    }

    AMatch losing(String ofTask) {
        lost.add(ofTask);
        return this;
    }

    Match build() {
        return new Match("v000001", rows, newLearningTopics, covered, lost);
    }

    private AMatch right(int count, boolean champion, boolean challenger) {
        for (int i = 0; i < count; i++) {
            rows.set(open, row(open - first, champion, challenger));
            open++;
        }
        return this;
    }

    private PairedRow row(int number, boolean champion, boolean challenger) {
        String truth = number % 2 == 0 ? "a" : "b";
        String wrong = number % 2 == 0 ? "b" : "a";
        Map<String, Answers> answers = new LinkedHashMap<>();
        answers.put(
                task, new Answers(Set.of(truth), Set.of(champion ? truth : wrong), Set.of(challenger ? truth : wrong)));
        return new PairedRow(learningTopic, answers);
    }
}
