/** Measures the streams-app as it serves: a process of its own between topics of an embedded broker. */
@NullMarked
package io.grasp.quickstart.bench.serving;

import org.jspecify.annotations.NullMarked;
