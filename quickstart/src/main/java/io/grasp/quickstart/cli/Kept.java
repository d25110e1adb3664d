package io.grasp.quickstart.cli;

import java.time.Instant;
import java.util.Optional;

/**
 * A record that a topic holds.
 *
 * @param timestamp the record's own time, which need not be that of what it tells of
 * @param value empty for a tombstone
 */
public record Kept<V>(String key, Instant timestamp, Optional<V> value) {}
