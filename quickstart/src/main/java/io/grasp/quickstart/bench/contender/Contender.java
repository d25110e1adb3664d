package io.grasp.quickstart.bench.contender;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Somebody who does the work that is measured, in a process of its own.
 *
 * @param <F> what it says of its work
 * @param told its command, as a person would write it
 * @param command what to start, given an empty directory that it may write to; it ends with 0 and prints a JSON object,
 *     at the end of standard output
 * @param figures reads that object; refuses one that lacks a figure with an {@link IllegalArgumentException}
 */
public record Contender<F>(
        String name, String told, Function<Path, List<String>> command, Function<JsonNode, F> figures) {}
