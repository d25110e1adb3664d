/** Records that wait for a model's answer: none is lost, none is answered twice, and all are answered in order. */
@NullMarked
package io.grasp.streams.pending;

import org.jspecify.annotations.NullMarked;
