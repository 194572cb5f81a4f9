package dev.mooring.hosttuning.verify;

/**
 * The push port of a running server.
 *
 * @param settings what it was told of it, as properties of which the last counts; none of them is a key
 * @param answer the status of the HTTP answer to a request without a key
 */
record PushPortFacts(ProbeSection settings, ProbeSection answer) {}
