package io.grasp.quickstart.fairness;

import java.util.List;

/**
 * A share among cases that come in clusters, one a student: what one student writes is alike, so many cases of few
 * students are worth less than as many of many. Their worth is the effective number of cases, after Rao and Scott, A
 * Simple Method for the Analysis of Clustered Binary Data, Biometrics 48 (1992).
 *
 * @param count all cases together
 * @param effective how many independent cases they are worth
 */
record ClusteredShare(Count count, double effective) {
    /** From one count a student, none of them empty; at least one student. */
    static ClusteredShare of(List<Count> students) {
        Count all = students.stream().reduce(Count.NONE, Count::plus);
        if (students.isEmpty() || all.of() == 0) {
            throw new IllegalArgumentException("A share needs at least one case");
        }
        return new ClusteredShare(all, effective(students, all));
    }

    double share() {
        return count.share();
    }

    /** Where all cases are alike nothing tells how alike those of a student are; then a student counts as one case. */
    private static double effective(List<Count> students, Count all) {
        double share = all.share();
        if (students.size() < 2 || all.hits() == 0 || all.hits() == all.of()) {
            return students.size();
        }
        double squares = students.stream()
                .mapToDouble(student -> Math.pow(student.hits() - student.of() * share, 2))
                .sum();
        double clustered = squares * students.size() / (students.size() - 1) / Math.pow((double) all.of(), 2);
        double independent = share * (1 - share) / all.of();
        double designEffect = Math.max(clustered / independent, 1);
        return all.of() / designEffect;
    }
}
