package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.contender.Turns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How contenders came out that were measured in turns. Immutable.
 *
 * @param runs one a round and contender, in the contenders' order
 * @param gflops the machine's peak before each round
 */
public record Rounds(Map<ServingContender, List<Measurement>> runs, List<Double> gflops) {
    public Rounds {
        Map<ServingContender, List<Measurement>> copy = new LinkedHashMap<>();
        runs.forEach((contender, own) -> copy.put(contender, List.copyOf(own)));
        runs = copy;
        gflops = List.copyOf(gflops);
    }

    /**
     * Measures each of them so many times.
     *
     * @param progress is told who runs
     */
    public static Rounds measure(List<? extends ServingContender> contenders, int rounds, PrintWriter progress)
            throws InterruptedException {
        Map<ServingContender, List<Measurement>> runs = new LinkedHashMap<>();
        contenders.forEach(contender -> runs.put(contender, new ArrayList<>()));
        List<Double> gflops = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            gflops.add(MatrixPeak.gflops());
            for (Map.Entry<ServingContender, List<Measurement>> entry : Turns.of(runs.entrySet(), round)) {
                progress.printf(
                        "Round %d of %d: %s …%n",
                        round + 1, rounds, entry.getKey().name());
                progress.flush();
                entry.getValue().add(entry.getKey().measure());
            }
        }
        return new Rounds(runs, gflops);
    }

    /** The runs of one of them. */
    public List<Measurement> of(ServingContender contender) {
        return Objects.requireNonNull(runs.get(contender));
    }

    /** What they were measured with, if all had as many rows as this workload. */
    public Conditions conditions(Workload workload) {
        return new Conditions(workload.measured().size(), workload.warmUp().size(), gflops);
    }
}
