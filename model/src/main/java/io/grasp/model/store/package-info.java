/** Where published model versions live and how one is found again. */
@NullMarked
package io.grasp.model.store;

import org.jspecify.annotations.NullMarked;
