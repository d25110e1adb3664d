/** Feeds interactions and labels to Kafka, follows what comes out, and scores it. */
@NullMarked
package io.grasp.quickstart.stream;

import org.jspecify.annotations.NullMarked;
