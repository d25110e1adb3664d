package io.grasp.quickstart.timeline;

import io.grasp.quickstart.timeline.Entry.Fact;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lays entries out: days as headings, facts in two columns, lines no longer than the page is wide. */
final class TimelinePage {
    private static final String MARGIN = " ".repeat(7);
    private static final int HEADING_WIDTH = 13;
    private static final int NARROWEST = 40;

    private final ZoneId zone;
    private final int width;
    private final DateTimeFormatter dayFormat = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private final DateTimeFormatter timeFormat;

    TimelinePage(ZoneId zone, int width) {
        this.zone = zone;
        this.width = Math.max(width, NARROWEST);
        timeFormat = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(zone);
    }

    String of(List<Entry> entries) {
        StringBuilder page = new StringBuilder();
        @Nullable LocalDate day = null;
        for (Entry entry : entries) {
            LocalDate today = LocalDate.ofInstant(entry.at(), zone);
            if (!today.equals(day)) {
                String heading = dayFormat.format(today);
                page.append('\n').append(heading).append('\n');
                page.append("─".repeat(heading.length())).append('\n');
                day = today;
            } else {
                page.append('\n');
            }
            wrap(timeFormat.format(entry.at()) + "  ", MARGIN, entry.title(), page);
            entry.facts().forEach(fact -> fact(fact, page));
        }
        return page.toString();
    }

    private void fact(Fact fact, StringBuilder page) {
        String heading =
                fact.heading() + " ".repeat(HEADING_WIDTH - fact.heading().length());
        wrap(MARGIN + heading, MARGIN + " ".repeat(HEADING_WIDTH), fact.words(), page);
    }

    /** A word that is longer than a line stands on a line of its own, whole. */
    void wrap(String first, String next, String words, StringBuilder page) {
        StringBuilder line = new StringBuilder(first);
        boolean isEmpty = true;
        for (String word : words.split(" ", -1)) {
            if (!isEmpty && line.length() + 1 + word.length() > width) {
                page.append(line).append('\n');
                line = new StringBuilder(next);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        page.append(line).append('\n');
    }
}
