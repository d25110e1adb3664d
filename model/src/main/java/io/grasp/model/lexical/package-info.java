/**
 * What the wording of a text says of its labels: hashed words and word pairs, and a linear layer over them; plain Java.
 */
@NullMarked
package io.grasp.model.lexical;

import org.jspecify.annotations.NullMarked;
