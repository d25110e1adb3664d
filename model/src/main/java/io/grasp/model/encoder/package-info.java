/** From token ids to one vector an input: the transformer on DJL's PyTorch engine, which owns native memory. */
@NullMarked
package io.grasp.model.encoder;

import org.jspecify.annotations.NullMarked;
