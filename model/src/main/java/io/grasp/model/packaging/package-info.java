/** The directory that a model version is: its files, their format, and the checks before any of them is parsed. */
@NullMarked
package io.grasp.model.packaging;

import org.jspecify.annotations.NullMarked;
