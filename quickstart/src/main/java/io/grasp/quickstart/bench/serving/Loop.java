package io.grasp.quickstart.bench.serving;

import com.fasterxml.jackson.databind.JsonNode;
import io.grasp.quickstart.bench.contender.Contender;
import io.grasp.quickstart.bench.contender.ContenderProcess;
import io.grasp.quickstart.bench.contender.Run;
import io.grasp.quickstart.bench.contender.SameJava;
import io.grasp.quickstart.cli.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that classifies rows in a loop, without Kafka, and says how fast it was. */
record Loop(Contender<Double> contender) implements ServingContender {
    private static final String SPEED = "interactions_per_second";

    /**
     * The classifier of the streams-app with its settings: {@link BareLoop}.
     *
     * @param options that it is to be started with, but for {@code --config}
     */
    static Loop bare(List<String> options, Map<String, String> settings) {
        return new Loop(new Contender<>(
                "bare", "the classifier of grasp alone", scratch -> command(options, settings, scratch), Loop::speed));
    }

    /** Somebody else's program, run by a shell. */
    static Loop peer(String command) {
        List<String> shell = List.of("sh", "-c", SameJava.shellWithoutLauncher(command));
        return new Loop(new Contender<>("peer", command, scratch -> shell, Loop::speed));
    }

    @Override
    public String name() {
        return contender.name();
    }

    @Override
    public Map<String, Object> told() {
        return Map.of("command", contender.told());
    }

    @Override
    public Measurement measure() throws InterruptedException {
        try (Scratch scratch = Scratch.create("grasp-bench")) {
            Run<Double> run = new ContenderProcess<>(contender, scratch.directory()).run();
            return Measurement.ofSpeed(run.figures(), run.peakBytes());
        }
    }

    private static List<String> command(List<String> options, Map<String, String> settings, Path scratch) {
        Path config = scratch.resolve("streams.properties");
        try {
            StreamsProcess.write(settings, config);
        } catch (IOException e) {
            throw new UncheckedIOException("The settings of the bare loop could not be written", e);
        }
        List<String> arguments = new ArrayList<>(options);
        arguments.add("--config=" + config);
        return SameJava.command(StreamsJava.OPTIONS, BareLoop.class, arguments);
    }

    private static double speed(JsonNode printed) {
        JsonNode speed = printed.path(SPEED);
        if (!speed.isNumber() || !(speed.asDouble() > 0)) {
            throw new IllegalArgumentException("its %s is no number above 0".formatted(SPEED));
        }
        return speed.asDouble();
    }
}
