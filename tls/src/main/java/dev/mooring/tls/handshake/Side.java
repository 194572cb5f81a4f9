package dev.mooring.tls.handshake;

/** Which end of a connection this is. */
public enum Side {
    CLIENT,
    SERVER
}
