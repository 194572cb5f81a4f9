package dev.mooring.server.handshake;

/** A request that is good so far and needs more bytes; it is shorter than {@link HandshakeRules#maxRequest} and eight bytes. */
public enum Incomplete implements HandshakeResult {
    INCOMPLETE
}
