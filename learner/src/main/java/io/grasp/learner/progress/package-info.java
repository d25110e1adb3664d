/** What follows from a learner's memory: mastery, level, misconceptions held and overcome, engagement. */
@NullMarked
package io.grasp.learner.progress;

import org.jspecify.annotations.NullMarked;
