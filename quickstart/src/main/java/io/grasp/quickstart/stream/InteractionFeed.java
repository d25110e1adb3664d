package io.grasp.quickstart.stream;

import io.grasp.events.Interaction;
import io.grasp.schemas.Topics;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.labels.LabelRecords;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets students write at a steady pace, and remembers what each wrote. */
public final class InteractionFeed {
    private final EventWriter writer;
    private final Topics topics;
    private final Clock clock;
    private final Map<String, LabeledRow> rows = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();

    public InteractionFeed(EventWriter writer, Topics topics, Clock clock) {
        this.writer = writer;
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * Sends each row as an interaction of its own, at the pace; returns early when interrupted.
     *
     * @param idPrefix makes the ids of this round different from those of another
     * @param pace interactions a second
     * @param onSend told each id just before it is sent
     */
    public void send(List<LabeledRow> chosen, String idPrefix, double pace, Consumer<String> onSend) {
        long nanosBetween = Math.round(1e9 / pace);
        long due = System.nanoTime();
        for (LabeledRow row : chosen) {
            if (!waitUntil(due)) {
                return;
            }
            Interaction interaction = Interaction.newBuilder(LabelRecords.interaction(row, clock.instant()))
                    .setInteractionId(idPrefix + row.id())
                    .setOccurredAt(now(row))
                    .build();
            rows.put(interaction.getInteractionId(), row);
            onSend.accept(interaction.getInteractionId());
            writer.write(topics.interactions(), interaction.getStudentId(), interaction);
            sent.incrementAndGet();
            due += nanosBetween;
        }
        writer.flush();
    }

    /** Returns what was sent under this id, or null if nothing was. */
    public @Nullable LabeledRow rowOf(String interactionId) {
        return rows.get(interactionId);
    }

    /** Returns how many interactions were sent. */
    public long sent() {
        return sent.get();
    }

    private Instant now(LabeledRow row) {
        Instant known = row.time();
        return known == null ? clock.instant() : known;
    }

    private static boolean waitUntil(long due) {
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return !Thread.currentThread().isInterrupted();
    }
}
