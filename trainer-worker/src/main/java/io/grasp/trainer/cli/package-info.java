/** The trainer's commands. */
@NullMarked
package io.grasp.trainer.cli;

import org.jspecify.annotations.NullMarked;
