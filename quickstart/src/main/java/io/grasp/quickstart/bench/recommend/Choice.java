package io.grasp.quickstart.bench.recommend;

/**
 * What became of one recommendation.
 *
 * @param best whether the resource that truly helps most came first
 * @param gain the outcome: what share of the mastery that was lacking was gained, as far as knowledge tracing can tell
 */
record Choice(boolean best, double gain) {}
