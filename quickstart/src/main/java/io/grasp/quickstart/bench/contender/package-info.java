/** Who is measured: each in a process of its own, looked at from outside, and how its figures spread. */
@NullMarked
package io.grasp.quickstart.bench.contender;

import org.jspecify.annotations.NullMarked;
