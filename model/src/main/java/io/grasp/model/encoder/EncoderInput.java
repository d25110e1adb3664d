package io.grasp.model.encoder;

import io.grasp.model.EncodedInput;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder that learns reads of one input.
 *
 * @param states what the lowest layer that learns reads, from {@link FrozenLayers}; null if that is the tokens
 */
public record EncoderInput(EncodedInput tokens, @Nullable HiddenStates states) {}
