/** The first half of the topology: interactions in, classifications out, in arrival order, exactly once. */
@NullMarked
package io.grasp.streams.classify;

import org.jspecify.annotations.NullMarked;
