/** From what a student wrote to token ids, in exactly the same way in training and serving. */
@NullMarked
package io.grasp.model.text;

import org.jspecify.annotations.NullMarked;
