/** Measures how the cost of classifying grows with each of several dimensions, everything else being equal. */
@NullMarked
package io.grasp.quickstart.bench.scale;

import org.jspecify.annotations.NullMarked;
