package io.grasp.schemas;

/**
 * Where a record was read.
 *
 * @param topic the Kafka topic, prefix included
 * @param partition its partition
 * @param offset its offset in the partition
 * @param timestampMillis its timestamp, in milliseconds since 1970 UTC; -1 if it had none
 */
public record Origin(String topic, int partition, long offset, long timestampMillis) {}
