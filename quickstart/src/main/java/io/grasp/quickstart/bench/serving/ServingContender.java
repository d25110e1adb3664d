package io.grasp.quickstart.bench.serving;

import java.util.Map;

/** Somebody who classifies the rows. */
public interface ServingContender {
    String name();

    /** How it is set up, for a JSON line. */
    Map<String, Object> told();

    /**
     * Classifies all of them once, from nothing.
     *
     * @throws IllegalStateException if it fails
     */
    Measurement measure() throws InterruptedException;
}
