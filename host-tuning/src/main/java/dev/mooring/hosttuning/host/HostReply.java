package dev.mooring.hosttuning.host;

/**
 * What a script left behind.
 *
 * @param output its standard output; a login shell may have put its own noise before it
 * @param exitCode its exit code, -1 when a signal ended it
 */
public record HostReply(String output, int exitCode) {}
