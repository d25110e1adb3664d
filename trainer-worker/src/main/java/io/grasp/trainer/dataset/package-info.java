/**
 * Labelled rows, the tasks they are labelled for, and which of them train, tune and judge. Knows no file format and no
 * Kafka.
 */
@NullMarked
package io.grasp.trainer.dataset;

import org.jspecify.annotations.NullMarked;
