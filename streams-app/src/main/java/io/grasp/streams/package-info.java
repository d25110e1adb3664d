/** The streams-app: its topology, its settings and how it runs. */
@NullMarked
package io.grasp.streams;

import org.jspecify.annotations.NullMarked;
