package io.grasp.quickstart.bench.serving;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a contender is given, in the order of arrival.
 *
 * @param warmUp comes first and is not measured
 * @param measured each row of the file once, under an id of its own; blank ones are left out
 */
public record Workload(List<LabeledRow> warmUp, List<LabeledRow> measured) {
    private static final String ID = "row-";

    public Workload {
        warmUp = List.copyOf(warmUp);
        measured = List.copyOf(measured);
    }

    /**
     * The rows of a file in an order.
     *
     * @param most how many arrive at most
     * @param warmUp how many come before them
     */
    static Workload of(List<LabeledRow> rows, ArrivalOrder order, int most, int warmUp) {
        List<LabeledRow> written =
                rows.stream().filter(row -> !row.text().isBlank()).toList();
        List<LabeledRow> measured = new ArrayList<>();
        for (LabeledRow row : order.of(written)) {
            if (measured.size() == most) {
                break;
            }
            measured.add(row.withId(ID + measured.size()));
        }
        return new Workload(measured.isEmpty() ? List.of() : WarmUp.of(measured, warmUp), measured);
    }

    /** These rows instead, behind as many of warm-up that are made of them. */
    public Workload of(List<LabeledRow> others) {
        return new Workload(others.isEmpty() ? List.of() : WarmUp.of(others, warmUp.size()), others);
    }

    boolean isMeasured(String interactionId) {
        return interactionId.startsWith(ID);
    }

    int size() {
        return warmUp.size() + measured.size();
    }
}
