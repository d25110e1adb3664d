/** How both applications read their settings: from a file and the environment, with every problem reported at once. */
@NullMarked
package io.grasp.schemas.settings;

import org.jspecify.annotations.NullMarked;
