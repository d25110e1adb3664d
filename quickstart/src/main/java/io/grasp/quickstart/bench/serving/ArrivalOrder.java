package io.grasp.quickstart.bench.serving;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * In which order students' answers arrive, as in a school in which several classes work at the same time, each on its
 * question: some questions are open at once, each arrival answers one of them, chosen at random, and a question whose
 * answers are all in makes room for the next. Questions, and the answers to one, are in random order. A question is
 * what has one learning topic, prompt and reference answer.
 *
 * @param questionsAtOnce how many questions are open
 * @param seed the same seed and rows arrive in the same order
 */
record ArrivalOrder(int questionsAtOnce, long seed) {
    ArrivalOrder {
        if (questionsAtOnce < 1) {
            throw new IllegalArgumentException("At least one question must be open at once");
        }
    }

    private record Question(
            String learningTopic,
            @Nullable String prompt,
            @Nullable String referenceAnswer) {
        static Question of(LabeledRow row) {
            return new Question(row.learningTopic(), row.prompt(), row.referenceAnswer());
        }
    }

    /** The rows, each once. */
    List<LabeledRow> of(Collection<LabeledRow> rows) {
        Random random = new Random(seed);
        Deque<Deque<LabeledRow>> coming = questions(rows, random);
        List<Deque<LabeledRow>> open = new ArrayList<>();
        List<LabeledRow> arrived = new ArrayList<>(rows.size());
        while (arrived.size() < rows.size()) {
            while (open.size() < questionsAtOnce && !coming.isEmpty()) {
                open.add(coming.removeFirst());
            }
            int chosen = random.nextInt(open.size());
            Deque<LabeledRow> answers = open.get(chosen);
            arrived.add(answers.removeFirst());
            if (answers.isEmpty()) {
                open.remove(chosen);
            }
        }
        return arrived;
    }

    private static Deque<Deque<LabeledRow>> questions(Collection<LabeledRow> rows, Random random) {
        Map<Question, List<LabeledRow>> answers = new LinkedHashMap<>();
        rows.forEach(row -> answers.computeIfAbsent(Question.of(row), question -> new ArrayList<>())
                .add(row));
        List<Question> order = new ArrayList<>(answers.keySet());
        Collections.shuffle(order, random);
        Deque<Deque<LabeledRow>> questions = new ArrayDeque<>();
        for (Question question : order) {
            List<LabeledRow> own = Objects.requireNonNull(answers.get(question));
            Collections.shuffle(own, random);
            questions.add(new ArrayDeque<>(own));
        }
        return questions;
    }
}
