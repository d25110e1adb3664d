/** What is remembered of a learner's interactions, in whatever order they were told of. */
@NullMarked
package io.grasp.learner.memory;

import org.jspecify.annotations.NullMarked;
