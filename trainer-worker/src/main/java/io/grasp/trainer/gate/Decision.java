package io.grasp.trainer.gate;

import java.util.List;
import java.util.Optional;

/** What to do with a challenger and, for the log and the release notes, why. */
public sealed interface Decision {
    /** A sentence without its full stop. */
    String reason();

    /** The version of the champion that it was compared with, if it was. */
    Optional<String> comparedWith();

    /** The whole first, then tasks, then learning topics, the worst first. */
    List<Comparison> comparisons();

    /** It takes over. */
    record Promote(String reason, Optional<String> comparedWith, List<Comparison> comparisons) implements Decision {
        public Promote {
            comparisons = List.copyOf(comparisons);
        }
    }

    /** The champion stays. */
    record Hold(String reason, Optional<String> comparedWith, List<Comparison> comparisons) implements Decision {
        public Hold {
            comparisons = List.copyOf(comparisons);
        }
    }
}
