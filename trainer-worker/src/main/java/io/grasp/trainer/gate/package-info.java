/** Judges whether a new model may replace the one that serves. */
@NullMarked
package io.grasp.trainer.gate;

import org.jspecify.annotations.NullMarked;
