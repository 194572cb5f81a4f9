package dev.mooring.hosttuning.verify;

import java.util.Optional;

/**
 * The running server.
 *
 * @param process empty where none was found
 * @param search how the search for it ended: absent is no server, everything else is no answer
 * @param listeners its listening sockets and those of others, as ss prints them
 * @param status what it says at its admin port
 * @param pushPort what it was told of its push port, and what that answers
 * @param certificates what it was told to show to clients, and what is in those files
 * @param access what it was told of who may connect
 */
record ServerFacts(
        Optional<ServerProcess> process,
        ProbeSection search,
        ProbeSection listeners,
        ProbeSection status,
        PushPortFacts pushPort,
        TlsFacts certificates,
        AccessFacts access) {}
