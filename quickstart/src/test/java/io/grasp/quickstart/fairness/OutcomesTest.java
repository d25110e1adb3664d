package io.grasp.quickstart.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.AlertSeverity;
import io.grasp.events.AlertStatus;
import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.ErasureRequest;
import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.ModelReference;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.events.TaskLabels;
import io.grasp.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");

    private final Outcomes outcomes = new Outcomes(new Attribute("home-language"));

    @BeforeAll
    static void eventsAreTrusted() {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private static Interaction interaction(int minute, @Nullable String homeLanguage) {
        return Interaction.newBuilder()
                .setInteractionId("i-" + minute)
                .setStudentId("ann")
                .setLearningTopic("fractions")
                .setKind(InteractionKind.ANSWER)
                .setText("a half")
                .setLanguage("en")
                .setOccurredAt(MONDAY.plusSeconds(60L * minute))
                .setAttributes(homeLanguage == null ? Map.of() : Map.of("home-language", homeLanguage))
                .build();
    }

    private static Classification classification(int minute, int after, String level, boolean abstained) {
        return Classification.newBuilder()
                .setInteractionId("i-" + minute)
                .setStudentId("ann")
                .setLearningTopic("fractions")
                .setKind(InteractionKind.ANSWER)
                .setLanguage("en")
                .setTasks(List.of(TaskDecision.newBuilder()
                        .setTask("comprehension")
                        .setKind(TaskKind.ORDINAL)
                        .setDecided(abstained ? List.of() : List.of(level))
                        .setAbstained(abstained)
                        .setConfidence(0.5)
                        .build()))
                .setModel(new ModelReference("grasp", "v000001", "c0ffee"))
                .setSourcePartition(0)
                .setSourceOffset(0)
                .setOccurredAt(MONDAY.plusSeconds(60L * minute))
                .setClassifiedAt(MONDAY.plusSeconds(60L * minute + after))
                .build();
    }

    private static Optional<LabeledInteraction> label(int minute, int after, String level) {
        return Optional.of(LabeledInteraction.newBuilder()
                .setInteractionId("i-" + minute)
                .setInteraction(interaction(minute, null))
                .setTaskLabels(List.of(new TaskLabels("comprehension", TaskKind.ORDINAL, List.of(level), List.of())))
                .setLabeledBy("teacher")
                .setLabeledAt(MONDAY.plusSeconds(60L * minute + after))
                .build());
    }

    private static AtRiskAlert alert(int minute, AlertStatus status) {
        return AtRiskAlert.newBuilder()
                .setAlertId("a-1")
                .setStudentId("ann")
                .setRule("silence")
                .setSeverity(AlertSeverity.INFO)
                .setStatus(status)
                .setClearedBy("an answer")
                .setOccurredAt(MONDAY.plusSeconds(60L * minute))
                .setDecidedAt(MONDAY.plusSeconds(60L * minute))
                .build();
    }

    private StudentOutcome ann() {
        List<StudentOutcome> all = outcomes.byStudent();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private Optional<Count> agreement() {
        return Optional.ofNullable(ann().agreement().get("comprehension"));
    }

    @Test
    void whatWordsAloneSaidDoesNotCountButItsCorrectionDoes() {
        Classification hasty = classification(1, 1, "advanced", true);
        outcomes.classified(Classification.newBuilder(hasty)
                .setDecidedBy(DecisionPath.DEGRADED)
                .build());
        assertThat(ann().abstention()).isEmpty();

        outcomes.classified(classification(1, 2, "novice", false));

        assertThat(ann().abstention()).containsEntry("comprehension", Count.of(false));
        assertThat(ann().interactions()).isEqualTo(1);
    }

    @Test
    void aStudentIsInTheGroupThatMostInteractionsName() {
        outcomes.wrote(interaction(1, "de"));
        outcomes.wrote(interaction(2, " tr "));
        outcomes.wrote(interaction(3, "tr"));
        outcomes.wrote(interaction(4, null));

        assertThat(ann().group()).isEqualTo("tr");
        assertThat(ann().interactions()).isEqualTo(4);
    }

    @Test
    void ofTwoGroupsNamedAsOftenTheLastOneHolds() {
        outcomes.wrote(interaction(3, "de"));
        outcomes.wrote(interaction(2, "tr"));

        assertThat(ann().group()).isEqualTo("de");
    }

    @Test
    void withoutTheAttributeTheGroupIsNotGiven() {
        outcomes.wrote(interaction(1, null));

        assertThat(ann().group()).isEqualTo(Outcomes.NOT_GIVEN);
    }

    @Test
    void languageIsThatOfTheTextAlsoWhenOnlyTheClassificationIsKept() {
        Outcomes byLanguage = new Outcomes(new Attribute("language"));
        byLanguage.classified(classification(1, 1, "novice", false));

        assertThat(byLanguage.byStudent()).extracting(StudentOutcome::group).containsExactly("en");
    }

    @Test
    void aDecisionIsComparedWithTheLatestLabelThatCameAfterIt() {
        outcomes.classified(classification(1, 5, "novice", false));
        outcomes.labeled("i-1", label(1, 100, "advanced"));
        outcomes.labeled("i-1", label(1, 200, "novice"));

        assertThat(agreement()).contains(new Count(1, 1));
    }

    @Test
    void aLabelThatWasThereBeforeDoesNotCount() {
        outcomes.classified(classification(1, 5, "novice", false));
        outcomes.labeled("i-1", label(1, 3, "novice"));

        assertThat(agreement()).isEmpty();
    }

    @Test
    void aLabelThatWasTakenBackDoesNotCount() {
        outcomes.classified(classification(1, 5, "novice", false));
        outcomes.labeled("i-1", label(1, 100, "novice"));
        outcomes.labeled("i-1", Optional.empty());

        assertThat(agreement()).isEmpty();
    }

    @Test
    void ofTwoClassificationsTheLastOneBeforeTheLabelIsCompared() {
        outcomes.classified(classification(1, 5, "novice", false));
        outcomes.classified(classification(1, 50, "advanced", false));
        outcomes.classified(classification(1, 500, "novice", false));
        outcomes.labeled("i-1", label(1, 100, "novice"));

        assertThat(agreement()).contains(new Count(0, 1));
        assertThat(ann().abstention()).containsEntry("comprehension", new Count(0, 1));
    }

    @Test
    void anAbstentionIsCountedAndNeitherRightNorWrong() {
        outcomes.classified(classification(1, 5, "novice", true));
        outcomes.labeled("i-1", label(1, 100, "novice"));

        assertThat(agreement()).isEmpty();
        assertThat(ann().abstention()).containsEntry("comprehension", new Count(1, 1));
    }

    @Test
    void anAlertCountsOnceHoweverOftenItChanges() {
        outcomes.wrote(interaction(1, "de"));
        outcomes.alerted(alert(2, AlertStatus.RAISED));
        outcomes.alerted(alert(3, AlertStatus.CLEARED));

        assertThat(ann().alertRules()).containsExactly("silence");
    }

    @Test
    void whatCameBeforeARequestForErasureIsLeftOut() {
        outcomes.wrote(interaction(1, "de"));
        outcomes.classified(classification(1, 5, "novice", false));
        outcomes.alerted(alert(1, AlertStatus.RAISED));
        outcomes.asksForErasure(new ErasureRequest("ann", "school", null, MONDAY.plusSeconds(90)));
        assertThat(outcomes.byStudent()).isEmpty();

        outcomes.wrote(interaction(5, "tr"));
        assertThat(ann()).isEqualTo(new StudentOutcome("tr", 1, Set.of(), Map.of(), Map.of()));
    }
}
