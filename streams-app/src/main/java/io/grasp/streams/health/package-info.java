/** Says whether the app serves and, if not, what is missing. */
@NullMarked
package io.grasp.streams.health;

import org.jspecify.annotations.NullMarked;
