/** Sees to it that of several workers one trains at a time, and that another takes over when it dies. */
@NullMarked
package io.grasp.trainer.group;

import org.jspecify.annotations.NullMarked;
