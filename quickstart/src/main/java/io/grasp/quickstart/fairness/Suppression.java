package io.grasp.quickstart.fairness;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which groups may not be shown: those with fewer students than a minimum, and as many of the next smallest as it takes
 * until the suppressed ones are two and together reach the minimum, so that subtracting what is shown from a total
 * known from elsewhere tells of no small group (primary and complementary suppression, as of statistical offices:
 * Hundepool et al., Statistical Disclosure Control, 2012).
 *
 * @param minStudents smallest group that may be shown
 */
record Suppression(int minStudents) {
    Suppression {
        if (minStudents < 1) {
            throw new IllegalArgumentException("The smallest group must have at least 1 student");
        }
    }

    /**
     * Returns the groups that may not be shown. A group without students has nobody to protect and counts for nothing.
     *
     * @param students how many students each group has
     * @param suppressed groups that are suppressed already
     */
    Set<String> of(Map<String, Integer> students, Set<String> suppressed) {
        List<String> smallestFirst = students.entrySet().stream()
                .filter(group -> group.getValue() > 0)
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(group -> !suppressed.contains(group)))
                .toList();
        Set<String> hidden = new HashSet<>();
        int together = 0;
        for (String group : smallestFirst) {
            int size = students.getOrDefault(group, 0);
            boolean mustHide = size < minStudents || suppressed.contains(group);
            boolean mustHideOthers = !hidden.isEmpty() && (hidden.size() < 2 || together < minStudents);
            if (mustHide || mustHideOthers) {
                hidden.add(group);
                together += size;
            }
        }
        return hidden;
    }
}
