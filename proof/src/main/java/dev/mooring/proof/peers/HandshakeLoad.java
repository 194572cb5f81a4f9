package dev.mooring.proof.peers;

/**
 * The handshakes of a round.
 *
 * @param warmUp before the first one that counts
 * @param counted that count
 */
public record HandshakeLoad(int warmUp, int counted) {}
