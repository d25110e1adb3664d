/** Measures decisions against people's labels, overall and per learning topic. */
@NullMarked
package io.grasp.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
