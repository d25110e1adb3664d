/** The commands that belong to no single app. */
@NullMarked
package io.grasp.quickstart.cli;

import org.jspecify.annotations.NullMarked;
