package io.grasp.learner.recommend;

/** What a learner is to be helped with. What helps is learnt for each situation apart. */
public sealed interface Situation {
    /** The same situation as text, for the keys of stores; the form never changes. */
    String key();

    /** An active misconception is addressed. */
    record Misconceived(String misconception) implements Situation {
        private static final String PREFIX = "misconception:";

        public Misconceived {
            requireText("misconception", misconception);
        }

        @Override
        public String key() {
            return PREFIX + misconception;
        }
    }

    /** No misconception is addressed, so what counts is how far the learner is. */
    record AtLevel(String level) implements Situation {
        private static final String PREFIX = "level:";

        public AtLevel {
            requireText("level", level);
        }

        @Override
        public String key() {
            return PREFIX + level;
        }
    }

    /**
     * Reads what {@link #key} writes.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Situation of(String key) {
        if (key.startsWith(Misconceived.PREFIX)) {
            return new Misconceived(key.substring(Misconceived.PREFIX.length()));
        }
        if (key.startsWith(AtLevel.PREFIX)) {
            return new AtLevel(key.substring(AtLevel.PREFIX.length()));
        }
        throw new IllegalArgumentException(
                "'%s' is no situation: it must begin with misconception: or level:".formatted(key));
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A situation needs the name of its " + name);
        }
    }
}
