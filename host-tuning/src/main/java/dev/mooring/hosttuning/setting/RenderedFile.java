package dev.mooring.hosttuning.setting;

/**
 * A file of a tuned host.
 *
 * @param path its absolute path
 * @param text its text, as a here-document of the tuning script: what depends on the host is a shell expression
 */
public record RenderedFile(String path, String text) {}
