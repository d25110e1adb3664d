package io.grasp.learner.recommend;

/** A recommendation whose outcome is awaited, or is known. */
public sealed interface Trial permits OpenTrial, Outcome {}
