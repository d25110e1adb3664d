package io.grasp.model.encoder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.grasp.model.EncodedInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that one encoder has read lately, as long as their states fit into the memory set aside. The states stay
 * with whoever uses them even when they are forgotten here. Safe for any number of threads.
 */
final class ContextMemory implements AutoCloseable {
    private final Cache<EncodedInput, ContextStates> remembered;

    /**
     * Remembers nothing yet.
     *
     * @param mostBytes how much native memory all states together may take
     * @param bytesOfAToken how much those of one token of a context take
     */
    ContextMemory(long mostBytes, long bytesOfAToken) {
        this.remembered = Caffeine.newBuilder()
                // on the calling thread, so that the bound holds as soon as a context is kept
                .executor(Runnable::run)
                .maximumWeight(mostBytes)
                .weigher((EncodedInput context, ContextStates states) ->
                        Math.toIntExact(Math.min(Integer.MAX_VALUE, bytesOfAToken * states.length())))
                .removalListener((@Nullable EncodedInput context, @Nullable ContextStates states, RemovalCause cause) ->
                        Objects.requireNonNull(states).release())
                .build();
    }

    /**
     * Returns the states of each context, retained for the caller, who releases each of them once.
     *
     * @param encode makes those of contexts that are not remembered, each retained once for its caller
     */
    Map<EncodedInput, ContextStates> retain(
            Set<EncodedInput> contexts, Function<List<EncodedInput>, List<ContextStates>> encode) {
        Map<EncodedInput, ContextStates> retained = new HashMap<>();
        Set<EncodedInput> missing = new LinkedHashSet<>();
        for (EncodedInput context : contexts) {
            ContextStates states = remembered.getIfPresent(context);
            if (states != null && states.retain()) {
                retained.put(context, states);
            } else {
                missing.add(context);
            }
        }
        if (!missing.isEmpty()) {
            try {
                List<EncodedInput> asked = new ArrayList<>(missing);
                List<ContextStates> fresh = encode.apply(asked);
                for (int i = 0; i < asked.size(); i++) {
                    ContextStates states = fresh.get(i);
                    retained.put(asked.get(i), states);
                    if (states.retain()) {
                        remembered.put(asked.get(i), states);
                    }
                }
            } catch (RuntimeException | Error e) {
                retained.values().forEach(ContextStates::release);
                throw e;
            }
        }
        return retained;
    }

    /** Forgets all. */
    @Override
    public void close() {
        remembered.invalidateAll();
    }
}
