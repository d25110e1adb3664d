package io.grasp.quickstart.timeline;

import io.grasp.events.Misconception;
import io.grasp.quickstart.cli.EventReader;
import io.grasp.schemas.Topics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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

    /** Puts names for ids of misconceptions in a sentence; a longer id before one that it begins with. */
    String inWords(String sentence) {
        String worded = sentence;
        List<String> longestFirst = misconceptions.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String id : longestFirst) {
            worded = worded.replace(id, Phrases.quoted(misconception(id)));
        }
        return worded;
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
