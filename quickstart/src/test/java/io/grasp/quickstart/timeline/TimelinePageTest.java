package io.grasp.quickstart.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.quickstart.timeline.Entry.Fact;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TimelinePageTest {
    private static final Instant LATE = Instant.parse("2026-03-02T23:30:00Z");

    @Test
    void daysAreThoseOfTheZone() {
        List<Entry> entries =
                List.of(new Entry(LATE.minusSeconds(3600), "Answer", List.of()), new Entry(LATE, "Answer", List.of()));

        assertThat(new TimelinePage(ZoneOffset.UTC, 80).of(entries))
                .contains("Monday, 2 March 2026")
                .doesNotContain("Tuesday");
        assertThat(new TimelinePage(ZoneId.of("Europe/Vienna"), 80).of(entries))
                .contains("Monday, 2 March 2026", "Tuesday, 3 March 2026", "23:30  Answer", "00:30  Answer");
    }

    @Property(tries = 200)
    void noLineIsLongerThanThePageAndNoWordIsLost(
            @ForAll @Size(min = 1, max = 60) List<@StringLength(min = 1, max = 15) String> given,
            @ForAll @IntRange(min = 40, max = 120) int width) {
        List<String> words =
                given.stream().map(word -> "x".repeat(word.length())).toList();
        Entry entry = new Entry(LATE, "Answer", List.of(new Fact("found", String.join(" ", words))));

        String page = new TimelinePage(ZoneOffset.UTC, width).of(List.of(entry));

        assertThat(page.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        assertThat(page.substring(page.indexOf("found") + 5).strip().split("\\s+"))
                .containsExactlyElementsOf(words);
    }
}
