/** What all topics hold about one student, in the order in which it happened and in a teacher's words. */
@NullMarked
package io.grasp.quickstart.timeline;

import org.jspecify.annotations.NullMarked;
