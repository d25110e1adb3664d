/** Benchmarks: contenders in processes of their own, measured alike and shown side by side. */
@NullMarked
package io.grasp.quickstart.bench;

import org.jspecify.annotations.NullMarked;
