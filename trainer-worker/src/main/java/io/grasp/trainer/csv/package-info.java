/** Reads labelled rows from CSV files, and says in one message what is wrong with a file and where. */
@NullMarked
package io.grasp.trainer.csv;

import org.jspecify.annotations.NullMarked;
