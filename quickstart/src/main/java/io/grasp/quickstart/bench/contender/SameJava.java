package io.grasp.quickstart.bench.contender;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java process like this one: the same Java, class path and heap, but for options that say otherwise. */
public final class SameJava {
    private static final List<String> ATTACHED = List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xrunjdwp");
    /** What {@code ./grasp} sets for Java, should something else have started this process. */
    private static final Map<String, String> LAUNCHER = Map.of("OMP_WAIT_POLICY", "PASSIVE", "MALLOC_ARENA_MAX", "2");

    private SameJava() {}

    /** The command that starts it. */
    public static List<String> command(Class<?> main, List<String> arguments) {
        return command(List.of(), main, arguments);
    }

    /** The command that starts it with more options for Java, which win over those of this process. */
    public static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> ATTACHED.stream().noneMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** A process with that command, and an environment in which no setting of Grasp is. */
    public static ProcessBuilder process(List<String> options, Class<?> main, List<String> arguments) {
        ProcessBuilder process = new ProcessBuilder(command(options, main, arguments));
        LAUNCHER.forEach(process.environment()::putIfAbsent);
        process.environment().keySet().removeIf(name -> name.startsWith("GRASP_"));
        return process;
    }

    /** A shell command that begins without what {@code ./grasp} sets for Java. */
    public static String shellWithoutLauncher(String command) {
        return "unset " + String.join(" ", LAUNCHER.keySet().stream().sorted().toList()) + "\n" + command;
    }
}
