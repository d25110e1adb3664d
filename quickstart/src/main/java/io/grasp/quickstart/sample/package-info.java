/** The shipped sample: labelled student answers, misconceptions and resources, as events. */
@NullMarked
package io.grasp.quickstart.sample;

import org.jspecify.annotations.NullMarked;
