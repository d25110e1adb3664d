/** Which model serves now, and how a newer one takes over without a gap. */
@NullMarked
package io.grasp.streams.serving;

import org.jspecify.annotations.NullMarked;
