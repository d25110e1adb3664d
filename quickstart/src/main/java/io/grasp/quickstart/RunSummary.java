package io.grasp.quickstart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the quickstart did, for programs.
 *
 * @param records how many records each topic got
 * @param versions each model version with its held-out scores, by evaluation set and task
 * @param stream how the classifications that came out of Kafka agree with the labels, by version and task
 * @param latency from sending an interaction to reading its committed classification
 * @param interactions how many were sent
 * @param setAside how many of them became dead letters
 * @param lost how many of them came out nowhere
 * @param repeated how many classifications there are of an interaction that already had one
 * @param seconds how long the run took
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(
        Map<String, Long> records,
        List<Version> versions,
        Map<String, Map<String, Score>> stream,
        @JsonProperty("latency_ms") Latency latency,
        long interactions,
        @JsonProperty("set_aside") long setAside,
        long lost,
        long repeated,
        double seconds) {
    /** A version and how it did on rows that it never saw. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Version(
            String version,
            String status,
            String reason,
            long labels,
            @JsonProperty("held_out") Map<String, Map<String, Score>> heldOut) {}

    /**
     * Agreement on some rows.
     *
     * @param macroF1 mean F1 of the labels that truly occur
     * @param quadraticWeightedKappa of an ordinal task
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Score(
            long rows,
            double accuracy,
            @JsonProperty("macro_f1") double macroF1,

            @JsonProperty("quadratic_weighted_kappa") @Nullable Double quadraticWeightedKappa) {}

    /** Milliseconds. */
    public record Latency(long p50, long p99, long max) {}
}
