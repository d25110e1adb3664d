/** The embedded default encoder, all-MiniLM-L6-v2, read from the ONNX file in its Maven artifact. */
@NullMarked
package io.grasp.model.minilm;

import org.jspecify.annotations.NullMarked;
