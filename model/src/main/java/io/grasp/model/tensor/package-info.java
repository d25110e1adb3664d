/** Named arrays of floats and the safetensors files that hold them; no native memory. */
@NullMarked
package io.grasp.model.tensor;

import org.jspecify.annotations.NullMarked;
