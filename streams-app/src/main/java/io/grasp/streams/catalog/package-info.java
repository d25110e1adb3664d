/** What the content team has published: misconceptions and resources, on every instance in whole. */
@NullMarked
package io.grasp.streams.catalog;

import org.jspecify.annotations.NullMarked;
