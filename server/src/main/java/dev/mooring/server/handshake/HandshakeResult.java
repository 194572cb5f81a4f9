package dev.mooring.server.handshake;

/** What the bytes of a request come to. */
public sealed interface HandshakeResult permits Incomplete, Accepted, Refused {}
