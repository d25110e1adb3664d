/** Publishes a trained model: package, then store, then the announcement. */
@NullMarked
package io.grasp.trainer.publish;

import org.jspecify.annotations.NullMarked;
