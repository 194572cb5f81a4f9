package dev.mooring.server;

/** What became of a message that was given to {@link WebSocket#send}. */
public enum SendResult {
    /** The kernel has it, or gets it with the next write of this event loop, which follows at once. */
    SENT,
    /** It waits for its turn or for a slow peer, and is sent in order unless the connection ends before. */
    QUEUED,
    /** Nothing was taken, and the connection stays: {@link WebSocketHandler#writable} is called when it takes more. */
    FULL,
    /** Nothing was taken: the connection is closing or has ended. */
    CLOSED;

    /** Whether the message was taken. */
    public boolean taken() {
        return this == SENT || this == QUEUED;
    }
}
