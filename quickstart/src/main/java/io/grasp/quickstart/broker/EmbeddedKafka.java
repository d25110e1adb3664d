package io.grasp.quickstart.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka cluster (KRaft, no ZooKeeper) in this JVM, reachable from this machine only. Each node is broker and
 * controller. Owns its nodes; close it once.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final List<Map<String, String>> nodeSettings;
    private final List<Integer> ports;
    private final List<KafkaRaftServer> nodes = new ArrayList<>();

    private EmbeddedKafka(List<Map<String, String>> nodeSettings, List<Integer> ports) {
        this.nodeSettings = nodeSettings;
        this.ports = ports;
    }

    /** Starts one node on a free port. */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, 1, 0);
    }

    /**
     * Starts a cluster and returns when its nodes have joined.
     *
     * @param directory where nodes keep their logs; empty or new
     * @param brokers how many nodes
     * @param firstPort port of the first node, the next follow it; 0 for any free ports
     */
    public static EmbeddedKafka start(Path directory, int brokers, int firstPort) {
        List<Integer> ports = firstPort == 0
                ? freePorts(brokers)
                : IntStream.range(0, brokers).mapToObj(i -> firstPort + i).toList();
        List<Integer> controllerPorts = freePorts(brokers);
        String clusterId = Uuid.randomUuid().toString();
        List<Map<String, String>> settings = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            Path nodeDirectory = directory.resolve("node-" + (i + 1));
            settings.add(nodeSettings(i + 1, nodeDirectory, ports.get(i), controllerPorts));
            format(clusterId, i + 1, nodeDirectory);
        }
        EmbeddedKafka kafka = new EmbeddedKafka(settings, ports);
        try {
            kafka.startNodes();
        } catch (RuntimeException e) {
            kafka.close();
            throw new IllegalStateException(
                    "The embedded broker does not start on port %s; is the port taken?".formatted(ports), e);
        }
        return kafka;
    }

    public String bootstrapServers() {
        return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        for (KafkaRaftServer node : nodes) {
            node.shutdown();
        }
        nodes.forEach(KafkaRaftServer::awaitShutdown);
        nodes.clear();
    }

    private void startNodes() {
        for (Map<String, String> settings : nodeSettings) {
            KafkaRaftServer node = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            nodes.add(node);
        }
        // A node's start-up waits for a quorum, so all must start side by side.
        List<Thread> starting = nodes.stream()
                .map(node -> new Thread(node::startup, "start-broker"))
                .toList();
        List<Throwable> failures = new ArrayList<>();
        for (Thread thread : starting) {
            thread.setUncaughtExceptionHandler((failed, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            thread.start();
        }
        for (Thread thread : starting) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the embedded broker started", e);
            }
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures.get(0));
            }
        }
    }

    private static Map<String, String> nodeSettings(
            int nodeId, Path directory, int port, List<Integer> controllerPorts) {
        String replicas = String.valueOf(Math.min(3, controllerPorts.size()));
        String inSync = String.valueOf(controllerPorts.size() >= 3 ? 2 : 1);
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(nodeId));
        settings.put(
                "controller.quorum.voters",
                IntStream.range(0, controllerPorts.size())
                        .mapToObj(i -> "%d@%s:%d".formatted(i + 1, HOST, controllerPorts.get(i)))
                        .collect(Collectors.joining(",")));
        settings.put(
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPorts.get(nodeId - 1)));
        settings.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("min.insync.replicas", inSync);
        // Small internals: this cluster serves one machine.
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
        settings.put("message.max.bytes", String.valueOf(5 * 1024 * 1024));
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "500");
        return settings;
    }

    private static void format(String clusterId, int nodeId, Path directory) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(clusterId)
                    .setNodeId(nodeId)
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The embedded broker cannot use %s; choose an empty, writable directory".formatted(directory), e);
        }
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new IllegalStateException("No free port on " + HOST, e);
        } finally {
            sockets.forEach(EmbeddedKafka::closeQuietly);
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The port was only being looked for.
        }
    }
}
