/**
 * Whether classifications and alerts treat groups of students alike. Reading is apart from computing, and computing
 * shows no group that is too small.
 */
@NullMarked
package io.grasp.quickstart.fairness;

import org.jspecify.annotations.NullMarked;
