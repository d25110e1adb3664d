/**
 * Compares what was classified with labels that come later: agreement, macro-F1 and calibration over sliding windows,
 * and whether agreement fell beyond noise. Reads events alone, so it can be rebuilt with no inference.
 */
@NullMarked
package io.grasp.streams.evaluate;

import org.jspecify.annotations.NullMarked;
