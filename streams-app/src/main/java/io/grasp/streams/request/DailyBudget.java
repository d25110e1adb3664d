package io.grasp.streams.request;

import io.grasp.schemas.CompositeKey;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What one partition has spent on requests today, in all and by learning topic. A day is one of UTC, of the
 * interactions' timestamps; it never goes back, so what comes late is paid for by the present day, and only one number
 * a learning topic is kept.
 */
final class DailyBudget {
    static final String STORE = "label-budget";

    private final TimestampedKeyValueStore<String, Integer> spent;
    private final LabelRequestSettings settings;
    private final Share share;

    /** @param spent the number of requests, under the day's first millisecond as timestamp */
    DailyBudget(TimestampedKeyValueStore<String, Integer> spent, LabelRequestSettings settings, Share share) {
        this.spent = spent;
        this.settings = settings;
        this.share = share;
    }

    static StoreBuilder<TimestampedKeyValueStore<String, Integer>> storeBuilder() {
        return Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.Integer());
    }

    /** Returns which part of the day's budget is spent, the scarcer of the two budgets; 1 if nothing is left. */
    double spentPart(Purse purse, String learningTopic, long timestamp) {
        long day = day(purse, timestamp);
        return Math.max(
                spentPart(inAll(purse), budget(purse, settings.budget()), day),
                spentPart(on(purse, learningTopic), budget(purse, settings.learningTopicBudget()), day));
    }

    void spend(Purse purse, String learningTopic, long timestamp) {
        long day = day(purse, timestamp);
        spendOne(inAll(purse), day);
        spendOne(on(purse, learningTopic), day);
    }

    private double spentPart(String key, int budget, long day) {
        int mine = share.of(budget, day, key);
        return mine == 0 ? 1 : Math.min(1, (double) spentOn(key, day) / mine);
    }

    private void spendOne(String key, long day) {
        spent.put(key, ValueAndTimestamp.make(spentOn(key, day) + 1, TimeUnit.DAYS.toMillis(day)));
    }

    private int spentOn(String key, long day) {
        @Nullable ValueAndTimestamp<Integer> last = spent.get(key);
        return last != null && last.timestamp() == TimeUnit.DAYS.toMillis(day) ? last.value() : 0;
    }

    private long day(Purse purse, long timestamp) {
        @Nullable ValueAndTimestamp<Integer> last = spent.get(inAll(purse));
        return TimeUnit.MILLISECONDS.toDays(last == null ? timestamp : Math.max(timestamp, last.timestamp()));
    }

    private int budget(Purse purse, int whole) {
        int sample = settings.sampleBudget(whole);
        return purse == Purse.SAMPLE ? sample : whole - sample;
    }

    private static String inAll(Purse purse) {
        return CompositeKey.of(purse.name());
    }

    private static String on(Purse purse, String learningTopic) {
        return CompositeKey.of(purse.name(), learningTopic);
    }
}
