/** The second half of the topology: classifications in; learner state, feedback and recommendations out. */
@NullMarked
package io.grasp.streams.decide;

import org.jspecify.annotations.NullMarked;
