/** When a person should look after a student: rules over what is remembered, as data. */
@NullMarked
package io.grasp.learner.alert;

import org.jspecify.annotations.NullMarked;
