/** The worker that learns from teachers' labels: when it trains, and the steps of one training. */
@NullMarked
package io.grasp.trainer;

import org.jspecify.annotations.NullMarked;
