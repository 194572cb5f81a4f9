package dev.mooring.server.connection;

/** The part of a TLS record that has arrived. */
final class PartialRecord extends Held {
    byte[] bytes;

    PartialRecord(Connection connection, byte[] bytes) {
        super(connection);
        this.bytes = bytes;
    }
}
