/** Makes a head's probabilities honest and decides when it had better abstain. */
@NullMarked
package io.grasp.trainer.calibrate;

import org.jspecify.annotations.NullMarked;
