package io.grasp.trainer.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Builds matches of models that err at random; holds the defaults, so that a test names only what it is about. */
final class ASimulatedMatch {
    private static final List<String> LABELS = List.of("a", "b", "c", "d");
    private static final double[] UP_TO = {0.4, 0.7, 0.9, 1};
    private static final double ERRORS = 0.2;

    private int learningTopics = 10;
    private int rowsEach = 60;
    private int tasks = 3;
    private double shared = 0.5;
    private double lostEverywhere;
    private double lostOnFirstTopic;
    private double lostOnFirstTask;

    private ASimulatedMatch() {}

    static ASimulatedMatch aSimulatedMatch() {
        return new ASimulatedMatch();
    }

    ASimulatedMatch on(int learningTopics, int rowsEach) {
        this.learningTopics = learningTopics;
        this.rowsEach = rowsEach;
        return this;
    }

    ASimulatedMatch ofTasks(int count) {
        tasks = count;
        return this;
    }

    /** How many of the challenger's answers are the champion's, but for what it lost. */
    ASimulatedMatch sharing(double share) {
        shared = share;
        return this;
    }

    ASimulatedMatch losing(double accuracy) {
        lostEverywhere = accuracy;
        return this;
    }

    ASimulatedMatch losingOnOneLearningTopic(double accuracy) {
        lostOnFirstTopic = accuracy;
        return this;
    }

    ASimulatedMatch losingOnOneTask(double accuracy) {
        lostOnFirstTask = accuracy;
        return this;
    }

    Match from(long seed) {
        Random random = new Random(seed);
        List<PairedRow> rows = new ArrayList<>();
        for (int topic = 0; topic < learningTopics; topic++) {
            for (int row = 0; row < rowsEach; row++) {
                Map<String, Answers> answers = new LinkedHashMap<>();
                for (int task = 0; task < tasks; task++) {
                    double lost =
                            lostEverywhere + (topic == 0 ? lostOnFirstTopic : 0) + (task == 0 ? lostOnFirstTask : 0);
                    answers.put("task-" + task, answers(lost, random));
                }
                rows.add(new PairedRow("topic-" + topic, answers));
            }
        }
        return new Match("v000001", rows, Set.of(), List.of(), List.of());
    }

    private Answers answers(double lost, Random random) {
        String truth = label(random);
        String champion = answer(truth, random);
        String challenger = random.nextDouble() < shared ? champion : answer(truth, random);
        if (challenger.equals(truth) && random.nextDouble() < lost / (1 - ERRORS)) {
            challenger = another(truth, random);
        }
        return new Answers(Set.of(truth), Set.of(champion), Set.of(challenger));
    }

    private static String answer(String truth, Random random) {
        return random.nextDouble() < ERRORS ? another(truth, random) : truth;
    }

    private static String another(String truth, Random random) {
        List<String> others = new ArrayList<>(LABELS);
        others.remove(truth);
        return others.get(random.nextInt(others.size()));
    }

    private static String label(Random random) {
        double place = random.nextDouble();
        int label = 0;
        while (place >= UP_TO[label]) {
            label++;
        }
        return LABELS.get(label);
    }
}
