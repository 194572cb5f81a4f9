package dev.mooring.hostagent.server;

/** How many WebSockets the server holds, as far as can be known. */
public sealed interface OpenConnections {
    /**
     * It answered.
     *
     * @param draining whether it is closing them
     */
    record Counted(long count, boolean draining) implements OpenConnections {}

    /** Nothing listens on the admin port: the server has ended, and its connections with it. */
    record NoServer() implements OpenConnections {}

    /** The server did not answer in time, or not with its status. */
    record Unknown() implements OpenConnections {}
}
