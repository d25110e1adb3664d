/** Follows how live decisions agree with labels, for what should be learnt anew. */
@NullMarked
package io.grasp.trainer.drift;

import org.jspecify.annotations.NullMarked;
