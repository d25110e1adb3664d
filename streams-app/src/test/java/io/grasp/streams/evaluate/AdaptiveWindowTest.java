package io.grasp.streams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.streams.evaluate.AdaptiveWindow.Bucket;
import io.grasp.streams.evaluate.AdaptiveWindow.Change;
import io.grasp.streams.evaluate.AdaptiveWindow.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveWindowTest {
    private static final double DELTA = 0.05;

    /** A window that is fed, value by value; the n-th comes in at second n. */
    private static final class Feed {
        private final Random random;
        private final List<Change> changes = new ArrayList<>();
        private AdaptiveWindow window = AdaptiveWindow.EMPTY;
        private int fed;

        Feed(long seed) {
            random = new Random(seed);
        }

        void add(boolean yes) {
            Step step = window.add(yes, Instant.ofEpochSecond(fed++), DELTA);
            window = step.window();
            step.change().ifPresent(changes::add);
        }

        Feed add(int values, double rate) {
            for (int i = 0; i < values; i++) {
                add(random.nextDouble() < rate);
            }
            return this;
        }

        List<Change> falls() {
            return changes.stream().filter(Change::isFall).toList();
        }
    }

    @Property(tries = 200)
    void nothingIsLostBeforeAChangeIsSeen(@ForAll @Size(max = 300) List<Boolean> values) {
        Feed feed = new Feed(0);
        values.forEach(feed::add);

        long gone = values.size() - feed.window.size();
        assertThat(gone).isNotNegative();
        if (feed.changes.isEmpty()) {
            assertThat(gone).isZero();
            assertThat(feed.window.yes())
                    .isEqualTo(values.stream().filter(yes -> yes).count());
        }
    }

    @Property(tries = 200)
    void whatIsLeftIsTheNewestPart(@ForAll @Size(min = 1, max = 300) List<Boolean> values) {
        Feed feed = new Feed(0);
        values.forEach(feed::add);

        int kept = Math.toIntExact(feed.window.size());
        List<Boolean> newest = values.subList(values.size() - kept, values.size());
        assertThat(feed.window.yes())
                .isEqualTo(newest.stream().filter(yes -> yes).count());
        assertThat(feed.window.buckets().get(0).since()).isEqualTo(Instant.ofEpochSecond(values.size() - kept));
    }

    @Property(tries = 50)
    void aLongWindowTakesFewBuckets(
            @ForAll @IntRange(min = 1, max = 5000) int length, @ForAll @DoubleRange(min = 0, max = 1) double rate) {
        List<Bucket> buckets = new Feed(length).add(length, rate).window.buckets();

        long sizes = buckets.stream().map(Bucket::size).distinct().count();
        assertThat(sizes).isLessThanOrEqualTo(13);
        assertThat(buckets).hasSizeLessThanOrEqualTo(Math.toIntExact(5 * sizes));
        for (int i = 1; i < buckets.size(); i++) {
            assertThat(buckets.get(i).size())
                    .isLessThanOrEqualTo(buckets.get(i - 1).size());
        }
    }

    @Property(tries = 50)
    void whatIsAlwaysRightOrAlwaysWrongNeverChanges(
            @ForAll @IntRange(min = 1, max = 2000) int length, @ForAll boolean right) {
        assertThat(new Feed(0).add(length, right ? 1 : 0).changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.7, 0.9, 0.97})
    void ofAHundredStreamsOfAThousandValuesOfOneRateAtMostTwoRaiseAnAlarm(double rate) {
        int alarmed = 0;
        for (int seed = 0; seed < 100; seed++) {
            alarmed += new Feed(seed).add(1000, rate).changes.isEmpty() ? 0 : 1;
        }
        // Far below the promise, which would allow an alarm at one value in twenty.
        assertThat(alarmed).isLessThanOrEqualTo(2);
    }

    @Test
    void aFallFromNinetyToSixtyPercentIsSeenWithinAHundredLabels() {
        int seen = 0;
        for (int seed = 0; seed < 200; seed++) {
            Feed feed = new Feed(seed).add(200, 0.9);
            feed.changes.clear();
            seen += feed.add(100, 0.6).falls().isEmpty() ? 0 : 1;
        }
        assertThat(seen).isGreaterThanOrEqualTo(190);
    }

    @Test
    void aCollapseIsSeenWithinThirtyLabels() {
        Feed feed = new Feed(1).add(100, 0.95).add(30, 0.1);

        assertThat(feed.falls()).hasSize(1);
    }

    @Test
    void oneFallIsToldOnceAndSaysSinceWhenAndByHowMuch() {
        int falls = 0;
        for (int seed = 0; seed < 100; seed++) {
            List<Change> seen = new Feed(seed).add(300, 0.9).add(300, 0.5).falls();
            falls += seen.size();
            assertThat(seen).isNotEmpty();
            assertThat(seen.get(seen.size() - 1).since().getEpochSecond()).isBetween(250L, 420L);
            assertThat(seen.get(0).from()).isBetween(0.8, 1.0);
            assertThat(seen.get(0).to()).isBetween(0.1, 0.75);
        }
        assertThat(falls).isLessThanOrEqualTo(110);
    }

    @Test
    void aRiseIsAChangeButNoFall() {
        Feed feed = new Feed(3).add(200, 0.5).add(200, 0.95);

        assertThat(feed.changes).isNotEmpty();
        assertThat(feed.falls()).isEmpty();
        assertThat(feed.window.size()).isLessThan(260);
    }
}
