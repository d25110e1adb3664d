package io.grasp.trainer.dataset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses old rows to train on beside fresh ones, so that what is new does not push out what was learnt before. The
 * choice is balanced over learning topics and labels: rare ones come first, and none is left out while there is room.
 */
public final class Replay {
    /** Stands for "no label of the task holds", which a multi-label task must not forget either. */
    private static final String NO_LABEL = "";

    private static final Comparator<LabeledRow> BY_CONTENT = Comparator.comparing(LabeledRow::id)
            .thenComparing(LabeledRow::learningTopic)
            .thenComparing(LabeledRow::text)
            .thenComparing(row -> row.labels().toString());
    private static final Comparator<Cell> RARE_FIRST =
            Comparator.comparingInt((Cell cell) -> cell.size).thenComparing(cell -> cell.name);
    private static final Comparator<Share> LEAST_REPLAYED_FIRST =
            Comparator.comparingInt(Share::replayed).thenComparing(Share::cell, RARE_FIRST);

    private final List<LabeledRow> old;
    private final int most;
    private final Map<String, Cell> learningTopics = new TreeMap<>();
    private final Map<String, Cell> labels = new TreeMap<>();
    private final Map<String, Cell> labelsInTopics = new TreeMap<>();
    private final List<List<Cell>> cellsOfRow = new ArrayList<>();
    private final BitSet chosen = new BitSet();
    private final List<LabeledRow> replayed = new ArrayList<>();

    private Replay(List<LabeledRow> old, int most) {
        this.old = old;
        this.most = most;
        for (int row = 0; row < old.size(); row++) {
            cellsOfRow.add(cellsOf(row));
        }
    }

    /**
     * All fresh rows and a sample of the old ones. Call it with training rows only: it knows no splits. The order of
     * its input does not matter.
     *
     * @param old those that also are in {@code fresh}, by id, are not chosen
     * @param most how many old rows at most
     */
    public static List<LabeledRow> of(List<LabeledRow> fresh, List<LabeledRow> old, int most, long seed) {
        if (most < 0) {
            throw new IllegalArgumentException("At least 0 old rows can be replayed, not " + most);
        }
        List<LabeledRow> rows = new ArrayList<>(fresh);
        rows.sort(BY_CONTENT);
        Set<String> freshIds = new HashSet<>();
        rows.forEach(row -> freshIds.add(row.id()));
        List<LabeledRow> shuffled = new ArrayList<>(
                old.stream().filter(row -> !freshIds.contains(row.id())).toList());
        shuffled.sort(BY_CONTENT);
        Collections.shuffle(shuffled, new Random(seed));
        rows.addAll(new Replay(shuffled, most).choose());
        return List.copyOf(rows);
    }

    private List<LabeledRow> choose() {
        oneOfEach(learningTopics.values());
        oneOfEach(labels.values());
        evenly(labelsInTopics.values());
        return replayed;
    }

    private void oneOfEach(Collection<Cell> cells) {
        cells.stream().sorted(RARE_FIRST).filter(cell -> cell.replayed == 0).forEach(this::replayOneOf);
    }

    private void evenly(Collection<Cell> cells) {
        PriorityQueue<Share> shares = new PriorityQueue<>(LEAST_REPLAYED_FIRST);
        cells.forEach(cell -> shares.add(new Share(cell, cell.replayed)));
        while (replayed.size() < most && !shares.isEmpty()) {
            Share share = shares.remove();
            // A row is in several cells, so another one's turn may have served this one too.
            boolean isUpToDate = share.replayed() == share.cell().replayed;
            if (!isUpToDate || replayOneOf(share.cell())) {
                shares.add(new Share(share.cell(), share.cell().replayed));
            }
        }
    }

    /** False if there is none left, or no room. */
    private boolean replayOneOf(Cell cell) {
        while (replayed.size() < most && !cell.rows.isEmpty()) {
            int row = cell.rows.remove();
            if (!chosen.get(row)) {
                chosen.set(row);
                replayed.add(old.get(row));
                cellsOfRow.get(row).forEach(of -> of.replayed++);
                return true;
            }
        }
        return false;
    }

    private List<Cell> cellsOf(int index) {
        LabeledRow row = old.get(index);
        List<Cell> cells = new ArrayList<>();
        cells.add(cell(learningTopics, row.learningTopic()));
        row.labels().forEach((task, held) -> {
            for (String label : held.isEmpty() ? List.of(NO_LABEL) : Set.copyOf(held)) {
                String name = task + '\0' + label;
                cells.add(cell(labels, name));
                cells.add(cell(labelsInTopics, row.learningTopic() + '\0' + name));
            }
        });
        if (row.labels().isEmpty()) {
            cells.add(cell(labelsInTopics, row.learningTopic()));
        }
        cells.forEach(cell -> cell.add(index));
        return cells;
    }

    private static Cell cell(Map<String, Cell> cells, String name) {
        return cells.computeIfAbsent(name, Cell::new);
    }

    /** Old rows that have a learning topic, a label or both in common. */
    private static final class Cell {
        private final String name;
        private final Queue<Integer> rows = new ArrayDeque<>();
        private int size;
        private int replayed;

        Cell(String name) {
            this.name = name;
        }

        void add(int row) {
            rows.add(row);
            size++;
        }
    }

    /** A cell in the queue, with how many of its rows were replayed when it got in line. */
    private record Share(Cell cell, int replayed) {}
}
