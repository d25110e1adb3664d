/**
 * Schools whose resources help by known chances, and how soon a recommender finds out which helps most. Uses the very
 * ranking, trials and effects that the streams-app uses.
 */
@NullMarked
package io.grasp.quickstart.bench.recommend;

import org.jspecify.annotations.NullMarked;
