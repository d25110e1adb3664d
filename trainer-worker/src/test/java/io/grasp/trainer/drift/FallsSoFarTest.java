package io.grasp.trainer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Drift;
import io.grasp.events.Evaluation;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FallsSoFarTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    static {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private final FallsSoFar falls = new FallsSoFar();

    private void evaluated(String learningTopic, String version, @Nullable Drift drift) {
        falls.take(new Decoded.Value<>(Evaluation.newBuilder()
                .setTask("comprehension")
                .setLearningTopic(learningTopic)
                .setModelVersion(version)
                .setCompared(50)
                .setAgreed(40)
                .setUpdatedAt(NOON)
                .setDrift(drift)
                .build()));
    }

    private static Drift fallAt(Instant detectedAt) {
        return Drift.newBuilder()
                .setDetectedAt(detectedAt)
                .setSince(detectedAt.minusSeconds(60))
                .setFrom(0.9)
                .setTo(0.6)
                .setComparedBefore(60)
                .setComparedSince(30)
                .setModelVersion("v000001")
                .build();
    }

    @Test
    void whoeverAgreesAsBeforeHasNotFallen() {
        evaluated("fractions.addition", "v000001", null);
        assertThat(falls.all()).isEmpty();
    }

    @Test
    void aFallThatIsToldAgainAndAgainIsOne() {
        evaluated("fractions.addition", "v000001", fallAt(NOON));
        evaluated("fractions.addition", "v000001", fallAt(NOON));
        assertThat(falls.all())
                .containsExactly(new AgreementFall("comprehension", "fractions.addition", 0.9, 0.6, NOON));
    }

    @Test
    void theLastOneHoldsWhicheverVersionTellsOfIt() {
        evaluated("fractions.addition", "v000002", fallAt(NOON.plusSeconds(9)));
        evaluated("fractions.addition", "v000001", fallAt(NOON));
        evaluated("forces", "v000001", fallAt(NOON));
        assertThat(falls.all())
                .extracting(AgreementFall::detectedAt)
                .containsExactlyInAnyOrder(NOON.plusSeconds(9), NOON);
    }

    @Test
    void whatCannotBeReadAndTombstonesChangeNothing() {
        evaluated("forces", "v000001", fallAt(NOON));
        falls.take(null);
        falls.take(new Decoded.Undecodable<>(new byte[] {1}, "No"));
        assertThat(falls.all()).hasSize(1);
    }
}
