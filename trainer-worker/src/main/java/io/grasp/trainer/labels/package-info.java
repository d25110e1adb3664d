/** Reads people's labels from the label log, without those of erased students, and turns rows into its records. */
@NullMarked
package io.grasp.trainer.labels;

import org.jspecify.annotations.NullMarked;
