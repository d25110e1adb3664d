package io.grasp.quickstart.broker;

import io.grasp.quickstart.cli.Scratch;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs an embedded broker until it is told to stop. */
@Command(
        name = "broker",
        description = "Run an embedded Kafka broker to try things against; it forgets everything when it stops.",
        mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--port", description = "Port of the first broker (default: ${DEFAULT-VALUE}; 0: any free one).")
    private int port = 9092;

    @Option(names = "--brokers", description = "How many brokers (default: ${DEFAULT-VALUE}).")
    private int brokers = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        Scratch scratch = Scratch.create("grasp-broker");
        EmbeddedKafka kafka = EmbeddedKafka.start(scratch.directory(), brokers, port);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            kafka.close();
                            scratch.close();
                            stopped.countDown();
                        },
                        "shutdown"));
        out.printf("Broker ready at %s (Ctrl-C stops it)%n", kafka.bootstrapServers());
        out.flush();
        stopped.await();
        return spec.exitCodeOnSuccess();
    }
}
