/** An embedded Kafka cluster, for trying things and for end-to-end tests. */
@NullMarked
package io.grasp.quickstart.broker;

import org.jspecify.annotations.NullMarked;
