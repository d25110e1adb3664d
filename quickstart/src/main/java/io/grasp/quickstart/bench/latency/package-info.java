/** How long an interaction waits for its classification, at a load that does not wait for answers. */
@NullMarked
package io.grasp.quickstart.bench.latency;

import org.jspecify.annotations.NullMarked;
