/**
 * Which resource helps in which situation, learnt from outcomes: Thompson sampling (Thompson 1933) within what pedagogy
 * puts first. A ranking recommends, an open trial waits for the outcome, an effect remembers it; plain arithmetic.
 */
@NullMarked
package io.grasp.learner.recommend;

import org.jspecify.annotations.NullMarked;
