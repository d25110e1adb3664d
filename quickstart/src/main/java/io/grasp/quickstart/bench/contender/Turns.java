package io.grasp.quickstart.bench.contender;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** In which order contenders run, round after round. */
public final class Turns {
    private Turns() {}

    /**
     * Returns them in their order, and every other time in reverse: who went first, on a machine that was cool, goes
     * last.
     *
     * @param round counted from 0
     */
    public static <T> List<T> of(Collection<T> contenders, int round) {
        List<T> order = new ArrayList<>(contenders);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
