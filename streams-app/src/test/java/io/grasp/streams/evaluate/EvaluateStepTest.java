package io.grasp.streams.evaluate;

import static io.grasp.streams.AClassification.aClassification;
import static io.grasp.streams.ALabel.aLabel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.events.Drift;
import io.grasp.events.ErasureRequest;
import io.grasp.events.Evaluation;
import io.grasp.streams.AClassification;
import io.grasp.streams.ALabel;
import io.grasp.streams.AnInteraction;
import io.grasp.streams.TopologyHarness;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateStepTest {
    private static final Instant NOON = AnInteraction.NOON;
    private static final String KEY = "comprehension/fractions.addition/v000001";

    @TempDir
    private Path state;

    private TopologyHarness app;
    private final List<KeyValue<String, Evaluation>> log = new ArrayList<>();

    @BeforeEach
    void start() {
        app = new TopologyHarness(state);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private static AClassification novice(String id) {
        return aClassification().of(id).classifiedAt(NOON).withLevelProbabilities(0.8, 0.15, 0.05);
    }

    private static ALabel label(String id, String level) {
        return aLabel().of(id).level(level).given(NOON.plusSeconds(60));
    }

    private List<KeyValue<String, Evaluation>> log() {
        log.addAll(app.evaluationLog());
        return log;
    }

    /** As compaction leaves it. */
    private Map<String, Evaluation> latest() {
        Map<String, Evaluation> latest = new LinkedHashMap<>();
        log().forEach(record -> {
            if (record.value == null) {
                latest.remove(record.key);
            } else {
                latest.put(record.key, record.value);
            }
        });
        return latest;
    }

    private Evaluation evaluation() {
        return Objects.requireNonNull(latest().get(KEY));
    }

    @Nested
    class Comparing {
        @Test
        void whatWordsAloneSaidUnderOverloadDoesNotCountButItsCorrectionDoes() {
            app.receives(novice("i-1").degraded());
            app.receives(novice("i-2").degraded());
            app.receives(novice("i-1").correcting());
            app.receives(label("i-1", "novice"));
            app.receives(label("i-2", "novice"));

            assertThat(evaluation().getComparedInAll()).isEqualTo(1);
        }

        @Test
        void aLabelThatComesLaterIsComparedWithWhatWasClassified() {
            app.receives(novice("i-1"));
            app.receives(novice("i-2"));
            app.receives(label("i-1", "novice"));
            app.receives(label("i-2", "advanced"));

            Evaluation evaluation = evaluation();
            assertThat(evaluation.getTask()).isEqualTo("comprehension");
            assertThat(evaluation.getLearningTopic()).isEqualTo("fractions.addition");
            assertThat(evaluation.getModelVersion()).isEqualTo("v000001");
            assertThat(evaluation.getCompared()).isEqualTo(2);
            assertThat(evaluation.getAgreed()).isEqualTo(1);
            assertThat(evaluation.getComparedInAll()).isEqualTo(2);
            assertThat(evaluation.getWindowSize()).isEqualTo(40);
            assertThat(evaluation.getDrift()).isNull();
        }

        @Test
        void figuresAreThoseOfATraining() {
            app.receives(novice("i-1"));
            app.receives(novice("i-2"));
            app.receives(label("i-1", "novice"));
            app.receives(label("i-2", "advanced"));

            Evaluation evaluation = evaluation();
            // F1 of novice 2/3, of advanced 0; of intermediate none, as nobody wrote it.
            assertThat(evaluation.getMacroF1()).isCloseTo(1 / 3.0, within(1e-12));
            assertThat(evaluation.getExpectedCalibrationError()).isCloseTo(0.3, within(1e-12));
            double right = 0.2 * 0.2 + 0.15 * 0.15 + 0.05 * 0.05;
            double wrong = 0.8 * 0.8 + 0.15 * 0.15 + 0.95 * 0.95;
            assertThat(evaluation.getBrier()).isCloseTo((right + wrong) / 2, within(1e-12));
            assertThat(evaluation.getMeanConfidence()).isCloseTo(0.8, within(1e-12));
        }

        @Test
        void aLabelThatIsHeardOfBeforeTheClassificationButWasGivenLaterCounts() {
            app.receives(label("i-1", "novice"));
            app.receives(novice("i-1"));

            assertThat(evaluation().getAgreed()).isEqualTo(1);
        }

        @Test
        void aLabelThatTheModelMayHaveLearntFromIsNotCompared() {
            app.receives(aLabel().of("i-1").level("novice").given(NOON));
            app.receives(novice("i-1"));
            app.receives(label("i-1", "advanced"));

            assertThat(log()).isEmpty();
        }

        @Test
        void aLabelWithoutAClassificationIsComparedWithNothing() {
            app.receives(label("i-1", "novice"));

            assertThat(log()).isEmpty();
        }

        @Test
        void repetitionsCountOnce() {
            app.receives(novice("i-1"));
            app.receives(label("i-1", "novice"));
            app.receives(label("i-1", "novice"));
            app.receives(novice("i-1"));

            assertThat(log()).hasSize(1);
        }

        @Test
        void aCorrectionTakesThePlaceOfWhatItCorrects() {
            app.receives(novice("i-1"));
            app.receives(label("i-1", "advanced"));
            app.receives(label("i-1", "novice"));

            assertThat(evaluation().getCompared()).isEqualTo(1);
            assertThat(evaluation().getAgreed()).isEqualTo(1);
            assertThat(evaluation().getComparedInAll()).isEqualTo(1);
        }

        @Test
        void aLabelThatIsTakenBackForATaskNoLongerCounts() {
            app.receives(novice("i-1"));
            app.receives(novice("i-2"));
            app.receives(label("i-1", "advanced"));
            app.receives(label("i-2", "novice"));
            app.receives(
                    aLabel().of("i-1").misconceptions("fractions.add-across").given(NOON.plusSeconds(60)));

            assertThat(evaluation().getCompared()).isEqualTo(1);
            assertThat(evaluation().getAgreed()).isEqualTo(1);
        }

        @Test
        void aLabelThatTheModelDoesNotKnowIsAWrongAnswer() {
            app.receives(novice("i-1"));
            app.receives(label("i-1", "expert"));

            assertThat(evaluation().getAgreed()).isZero();
            assertThat(evaluation().getMacroF1()).isZero();
        }

        @Test
        void ofManyLabelsAllHaveToAgree() {
            app.receives(aClassification().of("i-1").classifiedAt(NOON).showing("a", "b"));
            app.receives(aClassification().of("i-2").classifiedAt(NOON).showing("a", "b"));
            app.receives(aLabel().of("i-1").misconceptions("b", "a"));
            app.receives(aLabel().of("i-2").misconceptions("a"));

            Evaluation evaluation = Objects.requireNonNull(latest().get("misconception/fractions.addition/v000001"));
            assertThat(evaluation.getCompared()).isEqualTo(2);
            assertThat(evaluation.getAgreed()).isEqualTo(1);
        }

        @Test
        void whatAreNoProbabilitiesIsComparedWithNothing() {
            app.receives(aClassification().of("i-1").classifiedAt(NOON).withLevelProbabilities(Double.NaN, 2, -1));
            app.receives(label("i-1", "novice"));

            assertThat(log()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, -1, 1e300})
        void whatIsNoConfidenceIsComparedWithNothing(double confidence) {
            app.receives(novice("i-1").withConfidence(confidence));
            app.receives(label("i-1", "novice"));

            assertThat(log()).isEmpty();
        }

        @Test
        void anErasedStudentLeavesNoTrace() {
            app.receives(novice("i-1"));
            app.receives(novice("i-2"));
            app.receives(novice("i-3").by("student-11"));
            app.receives(label("i-1", "novice"));
            app.receives(label("i-3", "novice").ofStudent("student-11"));
            app.receives(new ErasureRequest("student-1", "platform", null, NOON.plusSeconds(90)));
            app.receives(label("i-2", "novice"));

            assertThat(evaluation().getCompared()).isEqualTo(1);

            app.receives(new ErasureRequest("student-11", "platform", null, NOON.plusSeconds(90)));
            assertThat(latest()).isEmpty();
        }
    }

    @Nested
    class Windows {
        @Test
        void areOfATaskALearningTopicAndAVersion() {
            app.receives(novice("i-1"));
            app.receives(novice("i-2").on("forces"));
            app.receives(novice("i-3").answeredBy("v000002"));
            for (int i = 1; i <= 3; i++) {
                app.receives(label("i-" + i, "novice"));
            }

            assertThat(latest().keySet())
                    .containsExactly(KEY, "comprehension/forces/v000001", "comprehension/fractions.addition/v000002");
            assertThat(latest().values()).extracting(Evaluation::getCompared).containsOnly(1L);
        }

        @Test
        void slide() {
            compare(0, 40, "advanced");
            compare(40, 30, "novice");

            assertThat(evaluation().getCompared()).isEqualTo(40);
            assertThat(evaluation().getAgreed()).isEqualTo(30);
            assertThat(evaluation().getComparedInAll()).isEqualTo(70);
        }

        @Test
        void aCorrectionOfWhatHasLeftTheWindowChangesNothing() {
            compare(0, 41, "novice");
            int before = log().size();
            app.receives(label("i-0", "advanced"));

            assertThat(log()).hasSize(before);
        }

        @Test
        void areKeptForTheThreeVersionsThatWereComparedLast() {
            for (String version : List.of("v000001", "v000002", "v000003", "v000004")) {
                app.receives(novice(version).answeredBy(version));
                app.receives(label(version, "novice"));
            }

            assertThat(log()).anySatisfy(record -> {
                assertThat(record.key).isEqualTo(KEY);
                assertThat(record.value).isNull();
            });
            assertThat(latest()).hasSize(3).doesNotContainKey(KEY);
        }
    }

    @Nested
    class Drifting {
        @Test
        void aFallBeyondNoiseIsToldOfAndIsOne() {
            compare(0, 60, "novice");
            compare(60, 40, "advanced");

            List<Drift> drifts = drifts();
            assertThat(drifts).singleElement().satisfies(drift -> {
                assertThat(drift.getFrom()).isEqualTo(1);
                assertThat(drift.getTo()).isLessThan(0.1);
                assertThat(drift.getComparedSince()).isLessThan(20);
                assertThat(drift.getModelVersion()).isEqualTo("v000001");
                assertThat(drift.getDetectedAt()).isEqualTo(NOON);
            });
        }

        @Test
        void itIsSeenAcrossVersionsAndRepeatedByTheNext() {
            compare(0, 60, "novice");
            for (int i = 60; i < 90; i++) {
                app.receives(novice("i-" + i).answeredBy("v000002"));
                app.receives(label("i-" + i, "advanced"));
            }

            assertThat(drifts()).hasSize(1);
            assertThat(Objects.requireNonNull(latest().get("comprehension/fractions.addition/v000002"))
                            .getDrift())
                    .isNotNull();
        }

        @Test
        void noiseIsNone() {
            for (int i = 0; i < 100; i++) {
                compare(i, 1, i % 5 == 3 ? "advanced" : "novice");
            }

            assertThat(drifts()).isEmpty();
        }

        private List<Drift> drifts() {
            return log().stream()
                    .map(record -> record.value.getDrift())
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
        }
    }

    private void compare(int from, int count, String level) {
        for (int i = from; i < from + count; i++) {
            app.receives(novice("i-" + i));
            app.receives(label("i-" + i, level));
        }
    }
}
