package dev.mooring.loadgenerator.measure;

/**
 * What became of connections.
 *
 * @param started begun, without the later tries of {@code --reconnect} and the replacements of {@code --churn}
 * @param ended no longer open, for whatever reason
 * @param replaced closed by {@code --churn}
 * @param moved closed by the server with a code of {@code --expect-close}, as a drain does
 */
public record ConnectionCounts(long started, long opened, long ended, long reconnects, long replaced, long moved) {
    static final ConnectionCounts NONE = new ConnectionCounts(0, 0, 0, 0, 0, 0);

    ConnectionCounts plus(ConnectionCounts other) {
        return new ConnectionCounts(
                started + other.started,
                opened + other.opened,
                ended + other.ended,
                reconnects + other.reconnects,
                replaced + other.replaced,
                moved + other.moved);
    }

    ConnectionCounts withAllEnded() {
        return new ConnectionCounts(started, opened, opened, reconnects, replaced, moved);
    }
}
