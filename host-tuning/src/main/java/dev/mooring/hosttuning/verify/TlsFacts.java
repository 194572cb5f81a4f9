package dev.mooring.hosttuning.verify;

/**
 * The TLS of a running server.
 *
 * @param settings what it was told of it, as properties of which the last counts
 * @param files the certificates that it was told to show, and the public halves of their keys
 */
record TlsFacts(ProbeSection settings, ProbeSection files) {}
