package io.grasp.streams.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
    private final AtomicReference<Optional<String>> missing = new AtomicReference<>(Optional.of("no model serves"));
    private final HealthEndpoint endpoint = new HealthEndpoint(
            "127.0.0.1",
            0,
            new Readiness(List.of(missing::get), List.of(() -> Optional.of("model v000002 is refused"))));

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void anAppThatLacksSomethingIsNotReadyAndSaysWhat() throws Exception {
        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"ready\":false", "no model serves");
    }

    @Test
    void anAppThatLacksNothingIsReadyEvenIfThereIsSomethingToLookAt() throws Exception {
        missing.set(Optional.empty());

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"ready\":true", "model v000002 is refused");
    }

    @Test
    void aRunningProcessIsLiveEvenIfItIsNotReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(endpoint.port(), path));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
