/** Which classified interactions a person should label, because the label would teach the model most. */
@NullMarked
package io.grasp.streams.request;

import org.jspecify.annotations.NullMarked;
