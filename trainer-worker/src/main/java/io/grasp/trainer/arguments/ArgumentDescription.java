package io.grasp.trainer.arguments;

/**
 * What help says of an argument.
 *
 * @param group the title of those that it belongs to
 * @param takes stands for its value
 * @param flag whether it is true or false
 */
public record ArgumentDescription(
        String group, String name, String takes, String meaning, String defaultValue, boolean flag) {}
