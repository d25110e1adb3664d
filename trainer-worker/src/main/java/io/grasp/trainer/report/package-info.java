/**
 * The record of a training for people: the model card and the report with its pictures, both written from the same
 * facts. Knows no Kafka, and never tells what a student wrote.
 */
@NullMarked
package io.grasp.trainer.report;

import org.jspecify.annotations.NullMarked;
