package io.grasp.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command tells its result: for people, and with {@code --json} for programs; a picocli mixin. */
public final class OutputOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Print the result as one JSON object on the last line.")
    private boolean json;

    /** Prints the text, or with {@code --json} the object only. */
    public void print(CommandSpec command, String text, Map<String, Object> object) {
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? line(object) : text.stripTrailing());
        out.flush();
    }

    private static String line(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result could not be written as JSON", e);
        }
    }
}
