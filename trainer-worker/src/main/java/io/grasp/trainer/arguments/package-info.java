/** What a person may decide about a training, and how it is written: in a YAML file, in flags, in metrics.json. */
@NullMarked
package io.grasp.trainer.arguments;

import org.jspecify.annotations.NullMarked;
