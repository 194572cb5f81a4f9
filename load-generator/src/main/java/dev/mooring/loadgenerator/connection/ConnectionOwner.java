package dev.mooring.loadgenerator.connection;

/** Who is told about the life of an event loop's connections; called on the loop's thread. */
public interface ConnectionOwner {
    void opened();

    /**
     * The attempt or the connection is over, though its socket may still wait for the peer's end.
     *
     * @param failures how many tries in a row failed before this one
     */
    void ended(Ending ending, int failures);

    /** A Close was sent; the server has to answer it and to end the connection. */
    void closing(Connection connection);

    /**
     * A connection that {@link #closing} was called for has ended.
     *
     * @param answered whether a Close came for the one that was sent: an end of TCP alone is the work of a kernel
     */
    void closed(boolean answered);
}
