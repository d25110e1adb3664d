package io.grasp.quickstart.screen;

/** Words a student's text so that it fits a table cell and cannot command the terminal. */
final class Excerpt {
    private Excerpt() {}

    /** Returns at most {@code width} characters, control and invisible characters shown as spaces. */
    static String of(String text, int width) {
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
