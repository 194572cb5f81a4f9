package dev.mooring.hosttuning.verify;

/**
 * Who may connect to a running server.
 *
 * @param settings what it was told of it, as properties of which the last counts; none of them is a key
 * @param keys the file with the keys of tokens: who may read it, and whether it holds a secret, not what is in it
 */
record AccessFacts(ProbeSection settings, ProbeSection keys) {}
