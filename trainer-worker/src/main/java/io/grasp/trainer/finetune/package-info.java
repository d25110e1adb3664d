/** Turns a data set and a base encoder into an encoder with one head a task. */
@NullMarked
package io.grasp.trainer.finetune;

import org.jspecify.annotations.NullMarked;
