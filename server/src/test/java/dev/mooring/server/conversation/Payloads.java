package dev.mooring.server.conversation;

import java.nio.charset.StandardCharsets;

/** What is said: each byte of it names the conversation, so that what is another's shows. */
final class Payloads {
    static final int MANY = 20;
    static final int LONG = 150_000;

    private static final int MEDIUM = 40_000;

    private Payloads() {}

    /** The letter of a play, then the tag again and again; all ASCII. */
    static byte[] tagged(byte letter, String tag, int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) tag.charAt(i % tag.length());
        }
        if (size > 0) {
            payload[0] = letter;
        }
        return payload;
    }

    static byte[] greeting(String tag) {
        return utf8("hello " + tag);
    }

    static byte[] shortOne(String tag, int index) {
        return utf8(index + " of " + tag);
    }

    static byte[] mediumOne(String tag) {
        return tagged((byte) 'f', tag, MEDIUM);
    }

    static byte[] longOne(String tag) {
        return tagged((byte) 'b', tag, LONG);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
