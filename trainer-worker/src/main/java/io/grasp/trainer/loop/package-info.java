/** The training loop: its steps and batches, its learning rates, what it watches and whom it tells. */
@NullMarked
package io.grasp.trainer.loop;

import org.jspecify.annotations.NullMarked;
