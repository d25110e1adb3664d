/** From one vector to a task's calibrated probabilities and decision; plain Java. */
@NullMarked
package io.grasp.model.head;

import org.jspecify.annotations.NullMarked;
