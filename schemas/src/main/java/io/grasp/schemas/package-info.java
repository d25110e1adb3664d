/** What the applications agree on: topics, keys and Avro values. Nothing here knows about models. */
@NullMarked
package io.grasp.schemas;

import org.jspecify.annotations.NullMarked;
