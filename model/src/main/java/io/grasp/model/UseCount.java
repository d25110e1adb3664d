package io.grasp.model;

import java.util.concurrent.atomic.AtomicInteger;

/** How many use a thing that is freed when the last of them lets go; whoever makes it is the first. Thread-safe. */
public final class UseCount {
    private final String thing;
    private final Runnable free;
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * One user.
     *
     * @param thing what is counted, for an error's message
     * @param free called once, by the last user's thread
     */
    public UseCount(String thing, Runnable free) {
        this.thing = thing;
        this.free = free;
    }

    /** Adds a user, unless the thing is already freed. Every {@code true} is owed one {@link #release}. */
    public boolean retain() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /**
     * Removes a user; the last one frees the thing.
     *
     * @throws IllegalStateException if there is none left to remove
     */
    public void release() {
        int left = users.decrementAndGet();
        if (left == 0) {
            free.run();
        } else if (left < 0) {
            throw new IllegalStateException(thing + " was released more often than retained");
        }
    }
}
