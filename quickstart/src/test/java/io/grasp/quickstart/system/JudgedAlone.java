package io.grasp.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Classification;
import io.grasp.events.Interaction;
import io.grasp.events.LabelProbability;
import io.grasp.model.InteractionModel;
import io.grasp.model.LabelScore;
import io.grasp.model.ModelInput;
import io.grasp.model.ModelVersion;
import io.grasp.model.Prediction;
import io.grasp.model.store.ModelStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;

/** What the model that an event names says of the interaction, outside of any stream and batch. */
record JudgedAlone(ModelStore store, Map<String, Interaction> sent, Judge judge) {
    private static final Offset<Double> ROUNDING = Offset.offset(1e-4);

    JudgedAlone(ModelStore store, List<Interaction> sent, Judge judge) {
        this(store, sent.stream().collect(Collectors.toMap(Interaction::getInteractionId, Function.identity())), judge);
    }

    /** How a model is asked about what was classified. */
    @FunctionalInterface
    interface Judge {
        Prediction judge(InteractionModel model, Classification classification, ModelInput input);
    }

    /** All of the model judges. */
    static Prediction byAll(InteractionModel model, Classification classification, ModelInput input) {
        return model.predict(List.of(model.encode(input))).get(0);
    }

    /** Each of the versions has judged some, and as it does alone. */
    void assertSame(List<Classification> classifications, List<ModelVersion> versions) {
        for (ModelVersion version : versions) {
            List<Classification> judged = classifications.stream()
                    .filter(each -> each.getModel().getVersion().equals(version.name()))
                    .toList();
            assertThat(judged).as("texts judged by %s", version).isNotEmpty();
            try (InteractionModel model = InteractionModel.open(store.fetch(version))) {
                judged.forEach(each -> assertSame(each, judge.judge(model, each, input(each))));
            }
        }
    }

    private ModelInput input(Classification classification) {
        Interaction interaction = sent.get(classification.getInteractionId());
        return ModelInput.answering(interaction.getPrompt(), interaction.getReferenceAnswer(), interaction.getText())
                .on(interaction.getLearningTopic());
    }

    private static void assertSame(Classification actual, Prediction expected) {
        for (int task = 0; task < expected.tasks().size(); task++) {
            assertThat(actual.getTasks().get(task).getDecided())
                    .isEqualTo(expected.tasks().get(task).decided());
            List<LabelProbability> probabilities = actual.getTasks().get(task).getProbabilities();
            List<LabelScore> scores = expected.tasks().get(task).scores();
            for (int label = 0; label < scores.size(); label++) {
                assertThat(probabilities.get(label).getProbability())
                        .isCloseTo(scores.get(label).probability(), ROUNDING);
            }
        }
    }
}
