/** Finished classifiers of Hugging Face's transformers library, read without Python. */
@NullMarked
package io.grasp.model.huggingface;

import org.jspecify.annotations.NullMarked;
