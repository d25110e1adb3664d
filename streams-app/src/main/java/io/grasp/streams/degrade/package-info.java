/** Whether so much waits that interactions shall be answered by their wording alone first. */
@NullMarked
package io.grasp.streams.degrade;

import org.jspecify.annotations.NullMarked;
