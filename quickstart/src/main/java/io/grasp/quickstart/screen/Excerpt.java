package io.grasp.quickstart.screen;

/** Words a student's text so that it fits where it is shown and cannot command the terminal. */
public final class Excerpt {
    private Excerpt() {}

    /** Returns all of the text on one line, control and invisible characters shown as spaces. */
    public static String whole(String text) {
        return of(text, Integer.MAX_VALUE).replaceAll(" {2,}", " ");
    }

    /** Returns at most {@code width} characters, control and invisible characters shown as spaces. */
    public static String of(String text, int width) {
        int[] shown =
                text.strip().codePoints().map(c -> isHarmless(c) ? c : ' ').toArray();
        return shown.length <= width
                ? new String(shown, 0, shown.length).strip()
                : new String(shown, 0, width - 1).strip() + "…";
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
