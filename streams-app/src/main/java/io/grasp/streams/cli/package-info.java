/** The command that runs the streams-app. */
@NullMarked
package io.grasp.streams.cli;

import org.jspecify.annotations.NullMarked;
