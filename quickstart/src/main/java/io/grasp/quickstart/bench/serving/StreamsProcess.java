package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.Grasp;
import io.grasp.quickstart.bench.contender.Leash;
import io.grasp.quickstart.bench.contender.SameJava;
import io.grasp.trainer.cli.ProcessMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code grasp streams} in a process of its own, looked at from outside. Owns the process. For one thread. */
final class StreamsProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int LINES_TOLD = 5;
    private static final int OK = 200;
    private static final Pattern READINESS = Pattern.compile("readiness at (http://\\S+)");

    private final Process process;
    private final Leash leash;
    private final Path log;
    private final long begun;
    private double secondsToReady;

    private StreamsProcess(Process process, Path log, long begun) {
        this.process = process;
        this.leash = Leash.on(process);
        this.log = log;
        this.begun = begun;
    }

    /**
     * Starts the app and returns when it is ready.
     *
     * @param directory for its settings and its log; must be there
     * @throws IllegalStateException with the end of its log, if it does not become ready
     */
    static StreamsProcess start(Map<String, String> settings, Path directory) throws InterruptedException {
        StreamsProcess app = launch(settings, directory);
        try {
            app.awaitReady();
        } catch (RuntimeException | InterruptedException e) {
            app.close();
            throw e;
        }
        return app;
    }

    /**
     * Starts the app and does not wait for it.
     *
     * @param directory for its settings and its log; must be there
     */
    static StreamsProcess launch(Map<String, String> settings, Path directory) {
        Path config = directory.resolve("streams.properties");
        Path log = directory.resolve("streams.log");
        try {
            write(settings, config);
            long begun = System.nanoTime();
            Process process = SameJava.process(
                            StreamsJava.OPTIONS, Grasp.class, List.of("streams", "--config", config.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new StreamsProcess(process, log, begun);
        } catch (IOException e) {
            throw new UncheckedIOException("The streams-app could not be started", e);
        }
    }

    static void write(Map<String, String> settings, Path file) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    /**
     * From the start of the process until it said that it is ready: the JVM, the model and the group included. 0 if
     * nobody waited for that.
     */
    double secondsToReady() {
        return secondsToReady;
    }

    /** The most memory that it has had so far, heap and native; 0 if the system does not tell. */
    long peakBytes() {
        return ProcessMemory.peak(process.pid()).orElse(0);
    }

    /** The memory that it has now, heap and native; 0 if the system does not tell. */
    long residentBytes() {
        return ProcessMemory.resident(process.pid()).orElse(0);
    }

    /** The time for which it has kept a core busy so far; empty if the system does not tell. */
    OptionalLong cpuNanos() {
        return process.info()
                .totalCpuDuration()
                .map(used -> OptionalLong.of(used.toNanos()))
                .orElse(OptionalLong.empty());
    }

    /** @throws IllegalStateException with the end of its log, if it has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "The streams-app ended with exit code %d: %s".formatted(process.exitValue(), endOfLog()));
        }
    }

    @Override
    public void close() {
        leash.close();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IllegalStateException with the end of its log, if it does not become ready */
    void awaitReady() throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        while (!isReady(http)) {
            requireAlive();
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "The streams-app was not ready within %s: %s".formatted(PATIENCE, endOfLog()));
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        secondsToReady = (System.nanoTime() - begun) / 1e9;
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        Optional<URI> readiness = readiness();
        if (readiness.isEmpty()) {
            return false;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(readiness.get()).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<URI> readiness() {
        Matcher told = READINESS.matcher(log());
        return told.find() ? Optional.of(URI.create(told.group(1))) : Optional.empty();
    }

    private String endOfLog() {
        List<String> lines = log().lines().toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }
}
