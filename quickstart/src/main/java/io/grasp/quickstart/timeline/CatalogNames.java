package io.grasp.quickstart.timeline;

import io.grasp.events.Misconception;
import io.grasp.quickstart.cli.EventReader;
import io.grasp.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the content team calls misconceptions and resources; an id stands for what it does not know. */
record CatalogNames(Map<String, Misconception> misconceptions, Map<String, String> resourceTitles) {
    CatalogNames {
        misconceptions = Map.copyOf(misconceptions);
        resourceTitles = Map.copyOf(resourceTitles);
    }

    static CatalogNames read(Topics topics, EventReader reader) {
        Map<String, Misconception> misconceptions = new HashMap<>();
        reader.values(topics.misconceptions(), each -> misconceptions.put(each.getMisconceptionId(), each));
        Map<String, String> titles = new HashMap<>();
        reader.values(topics.resources(), each -> titles.put(each.getResourceId(), each.getTitle()));
        return new CatalogNames(misconceptions, titles);
    }

    String misconception(String id) {
        return Optional.ofNullable(misconceptions.get(id))
                .map(Misconception::getName)
                .orElse(id);
    }

    String resource(String id) {
        return resourceTitles.getOrDefault(id, id);
    }

    /** Returns whether the catalog assigns the misconception to another learning topic than this. */
    boolean isOfAnotherTopic(String misconceptionId, String learningTopic) {
        Misconception known = misconceptions.get(misconceptionId);
        return known != null && !known.getLearningTopic().equals(learningTopic);
    }
}
