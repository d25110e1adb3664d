/** Submitted learning resources in, the same with a model's tags out; what a person set stays. */
@NullMarked
package io.grasp.streams.tag;

import org.jspecify.annotations.NullMarked;
