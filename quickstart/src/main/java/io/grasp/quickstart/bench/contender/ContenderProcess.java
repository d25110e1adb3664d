package io.grasp.quickstart.bench.contender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grasp.trainer.cli.ProcessMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a contender and looks at it from outside, so that all are measured alike. Its standard error is shown as it
 * comes. Owns the process until {@link #run} returns; if this process is asked to end before, so is the other.
 *
 * @param <F> what it says of its work
 */
public final class ContenderProcess<F> {
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final Contender<F> contender;
    private final Path scratch;
    private final Path printed;

    /**
     * A run that is yet to begin.
     *
     * @param scratch an empty directory, for what it prints and writes
     */
    public ContenderProcess(Contender<F> contender, Path scratch) {
        this.contender = contender;
        this.scratch = scratch;
        this.printed = scratch.resolve("printed");
    }

    /**
     * Runs to the end.
     *
     * @throws IllegalStateException if the contender fails or does not print what it should
     */
    public Run<F> run() throws InterruptedException {
        long begun = System.nanoTime();
        Process process = start();
        long peak = 0;
        Leash leash = Leash.on(process);
        try {
            do {
                peak = Math.max(peak, peakOf(process));
            } while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } finally {
            leash.close();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException("%s ended with exit code %d; what it had to say is above"
                    .formatted(contender.name(), process.exitValue()));
        }
        return new Run<>(figures(), seconds, peak);
    }

    private Process start() {
        try {
            return new ProcessBuilder(contender.command().apply(scratch))
                    .redirectOutput(printed.toFile())
                    .redirectError(Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be started".formatted(contender.name()), e);
        }
    }

    /** Of the process and those that it started, each one's peak; a shell before the contender is thus no way out. */
    private static long peakOf(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(handle -> ProcessMemory.peak(handle.pid()).orElse(0))
                .sum();
    }

    private F figures() {
        try {
            JsonNode object = objectAtTheEnd(Files.readString(printed))
                    .orElseThrow(() -> new IllegalArgumentException("it does not end with a JSON object"));
            return contender.figures().apply(object);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "What %s printed cannot be used: %s. --help says what it should print"
                            .formatted(contender.name(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read what %s printed".formatted(contender.name()), e);
        }
    }

    /** The object that the text ends with, on one line or many. */
    static Optional<JsonNode> objectAtTheEnd(String text) {
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            if (at == 0 || text.charAt(at - 1) == '\n') {
                try {
                    return Optional.of(JSON.readTree(text.substring(at)));
                } catch (JsonProcessingException e) {
                    // more follows, or it is something else
                }
            }
        }
        return Optional.empty();
    }
}
