package io.grasp.trainer.report;

import io.grasp.model.packaging.Lineage;
import io.grasp.trainer.Candidate;

/** All facts of one training. */
public record RunRecord(Candidate candidate, Lineage lineage, Machine machine) {}
