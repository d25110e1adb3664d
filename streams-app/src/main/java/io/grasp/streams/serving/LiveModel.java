package io.grasp.streams.serving;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The version that serves now, if any. It is one user of it; whoever takes it with {@link #retain} is another. */
public final class LiveModel implements AutoCloseable {
    private final AtomicReference<@Nullable SharedModel> current = new AtomicReference<>();

    /** Returns the version that serves, retained for the caller, or empty before the first. */
    public Optional<SharedModel> retain() {
        while (true) {
            SharedModel model = current.get();
            if (model == null) {
                return Optional.empty();
            }
            if (model.retain()) {
                return Optional.of(model);
            }
            // It was replaced and closed between the two lines; the next look finds its successor.
        }
    }

    /** Returns which version serves, or empty before the first. */
    public Optional<ModelIdentity> identity() {
        return Optional.ofNullable(current.get()).map(SharedModel::identity);
    }

    /** Lets {@code next} serve from now on; takes ownership of it and lets go of the version before. */
    public void replaceWith(TextClassifier next) {
        release(current.getAndSet(new SharedModel(next)));
    }

    @Override
    public void close() {
        release(current.getAndSet(null));
    }

    private static void release(@Nullable SharedModel model) {
        if (model != null) {
            model.release();
        }
    }
}
