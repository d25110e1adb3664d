/**
 * What training and serving must share bit for bit: how an interaction becomes tokens, tokens become scores, and a
 * trained model becomes files. It knows nothing of Kafka or Avro.
 */
@NullMarked
package io.grasp.model;

import org.jspecify.annotations.NullMarked;
