/** Bayesian knowledge tracing: how probable it is that a student has mastered a learning topic; plain arithmetic. */
@NullMarked
package io.grasp.learner.knowledge;

import org.jspecify.annotations.NullMarked;
