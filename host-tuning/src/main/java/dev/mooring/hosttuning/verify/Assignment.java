package dev.mooring.hosttuning.verify;

/**
 * The line of a configuration file that decides about a key.
 *
 * @param value what it sets
 * @param line where
 */
record Assignment(String value, ConfiguredLine line) {}
