/** Measures decisions against people's labels; the same figures for held-out rows and for live traffic. */
@NullMarked
package io.grasp.model.metrics;

import org.jspecify.annotations.NullMarked;
