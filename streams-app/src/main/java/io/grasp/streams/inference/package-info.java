/** Turns a flood of single texts into well-filled batches on a fixed number of inference threads. Knows no Kafka. */
@NullMarked
package io.grasp.streams.inference;

import org.jspecify.annotations.NullMarked;
