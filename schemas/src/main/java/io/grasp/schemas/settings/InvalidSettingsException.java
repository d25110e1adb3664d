package io.grasp.schemas.settings;

import java.util.List;

/** That a program cannot start with its settings; the message names every problem. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettingsException(List<String> problems) {
        super("Cannot start: " + String.join("; ", problems));
    }
}
