package io.grasp.streams.health;

import io.javalin.Javalin;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;

/** Answers {@code /health/live} and {@code /health/ready} for whatever watches the process. */
public final class HealthEndpoint implements AutoCloseable {
    private final Javalin server;

    /**
     * Starts answering.
     *
     * @param port 0 for any free one
     */
    public HealthEndpoint(String host, int port, Readiness readiness) {
        this.server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get("/health/live", http -> http.json(Map.of("live", true)));
                    config.routes.get("/health/ready", http -> {
                        Readiness.Report report = readiness.report();
                        http.status(report.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
                        http.json(new Answer(report.ready(), report.missing(), report.warnings()));
                    });
                })
                .start(host, port);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** The JSON that a watcher reads. */
    record Answer(boolean ready, List<String> missing, List<String> warnings) {}
}
