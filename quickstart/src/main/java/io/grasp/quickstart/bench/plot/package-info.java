/** Draws what was measured. */
@NullMarked
package io.grasp.quickstart.bench.plot;

import org.jspecify.annotations.NullMarked;
