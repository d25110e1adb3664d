package io.grasp.quickstart.bench.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a policy did, block by block of recommendations. Immutable.
 *
 * @param bestChoices the share of recommendations in which what truly helps most came first
 * @param gains the mean gain
 */
record LearningCurve(List<Band> bestChoices, List<Band> gains) {
    LearningCurve {
        bestChoices = List.copyOf(bestChoices);
        gains = List.copyOf(gains);
    }

    /**
     * Over several schools.
     *
     * @param schools what was chosen at each, in order
     * @param block recommendations of a block
     */
    static LearningCurve of(List<List<Choice>> schools, int block) {
        return new LearningCurve(
                bands(schools, block, choice -> choice.best() ? 1 : 0), bands(schools, block, Choice::gain));
    }

    private static List<Band> bands(List<List<Choice>> schools, int block, ToDoubleFunction<Choice> figure) {
        List<Band> bands = new ArrayList<>();
        for (int from = 0; from + block <= schools.get(0).size(); from += block) {
            int begin = from;
            bands.add(Band.of(schools.stream()
                    .mapToDouble(choices -> choices.subList(begin, begin + block).stream()
                            .mapToDouble(figure)
                            .average()
                            .orElseThrow())
                    .toArray()));
        }
        return bands;
    }
}
