package dev.mooring.proof.soak.process;

import java.io.IOException;
import java.util.Arrays;

/** What makes a server keep the most for the least, each within every bound that one connection has. */
public enum Attack {
    /** A first fragment of one byte: a decoder and an array for seven bytes on the wire. */
    ONE_BYTE_FRAGMENT(1_200),
    /** A fragment of 32 KiB and one of a byte, which is where an array that doubles does. */
    DOUBLED_ARRAY(300),
    /** The longest request that is not whole, by a peer that was never admitted. */
    HALF_REQUEST(1_000),
    /** One byte of a frame's header. */
    HEADER_BYTE(300),
    /** A ping cut after 94 of its 125 bytes. */
    CUT_PING(300),
    /** All but the last byte of the longest message. */
    MAX_MESSAGE(300),
    /** Asks for ten thousand echoes of one byte, and reads none. */
    NOT_READING(200);

    private static final int FIRST_FRAGMENT = 0x02;
    private static final int CONTINUATION = 0x00;
    private static final int MESSAGE = 0x82;
    private static final int PING = 0x89;
    private static final int LINE = 3_900;
    private static final int FIELD = 8_100;
    private static final int ECHOES = 10_000;
    private static final int MAX_LENGTH = 65_536;

    private final int peers;

    Attack(int peers) {
        this.peers = peers;
    }

    /** How many peers do it at the same time. */
    public int peers() {
        return peers;
    }

    /** One more peer that does it; it stays until it is closed. */
    public Peer begin(int port, int index) throws IOException {
        Peer peer = new Peer(port, index, this == NOT_READING);
        if (this == HALF_REQUEST) {
            peer.send(halfRequest());
        } else {
            peer.upgrade().send(bytes());
        }
        if (this == DOUBLED_ARRAY) {
            peer.send(frame(CONTINUATION, 1));
        }
        return peer;
    }

    private byte[] bytes() {
        return switch (this) {
            case ONE_BYTE_FRAGMENT -> frame(FIRST_FRAGMENT, 1);
            case DOUBLED_ARRAY -> frame(FIRST_FRAGMENT, MAX_LENGTH / 2);
            case HALF_REQUEST -> halfRequest();
            case HEADER_BYTE -> new byte[] {(byte) MESSAGE};
            case CUT_PING -> Arrays.copyOf(frame(PING, 125), 6 + 94);
            case MAX_MESSAGE -> {
                byte[] whole = frame(MESSAGE, MAX_LENGTH);
                yield Arrays.copyOf(whole, whole.length - 1);
            }
            case NOT_READING -> echoes();
        };
    }

    private static byte[] halfRequest() {
        return Peer.ascii("GET /" + "a".repeat(LINE) + " HTTP/1.1\r\nHost: a\r\nX: " + "b".repeat(FIELD));
    }

    private static byte[] echoes() {
        byte[] one = frame(MESSAGE, 1);
        byte[] all = new byte[ECHOES * one.length];
        for (int i = 0; i < ECHOES; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    /** A frame of zeros, under a key of zeros. */
    private static byte[] frame(int first, int length) {
        int lengthBytes = length < 126 ? 0 : length < MAX_LENGTH ? 2 : 8;
        byte[] frame = new byte[2 + lengthBytes + 4 + length];
        frame[0] = (byte) first;
        frame[1] = (byte) (0x80 | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
        for (int i = 0; i < lengthBytes; i++) {
            frame[1 + lengthBytes - i] = (byte) ((long) length >>> (8 * i));
        }
        return frame;
    }
}
