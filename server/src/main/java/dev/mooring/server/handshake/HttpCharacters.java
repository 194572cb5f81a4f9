package dev.mooring.server.handshake;

import java.nio.charset.StandardCharsets;

/** The character classes of RFC 9110 section 5 and RFC 9112 section 3, one table of bits. */
final class HttpCharacters {
    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte BASE64 = 16;

    private static final byte[] CLASSES = classes();

    private HttpCharacters() {}

    /** Of a field name. */
    static boolean isToken(byte character) {
        return is(character, TOKEN);
    }

    /** Of a field value: visible characters, space, tab and bytes above ASCII; no control character. */
    static boolean isValue(byte character) {
        return is(character, VALUE);
    }

    /** Of a request target: visible ASCII but no number sign, since a fragment is never sent. */
    static boolean isTarget(byte character) {
        return is(character, TARGET);
    }

    /** Of a Host value, RFC 3986 section 3.2.2 with the port. */
    static boolean isHost(byte character) {
        return is(character, HOST);
    }

    static boolean isBase64(byte character) {
        return is(character, BASE64);
    }

    static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }

    /** Whether the text is the given lower-case one in any case. Meant for letters, digits and hyphens. */
    static boolean equalsIgnoringCase(byte[] text, int start, int end, byte[] lowerCase) {
        if (end - start != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if ((text[start + i] | 0x20) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean is(byte character, byte kind) {
        return (CLASSES[character & 0xFF] & kind) != 0;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        mark(classes, TOKEN, "!#$%&'*+-.^_`|~");
        mark(classes, HOST, "-._~!$&'()*+,;=%:[]");
        mark(classes, BASE64, "+/");
        for (int character = 0; character < classes.length; character++) {
            if (isAlphanumeric(character)) {
                classes[character] |= TOKEN | HOST | BASE64;
            }
            if (character == '\t' || (character >= ' ' && character != 0x7F)) {
                classes[character] |= VALUE;
            }
            if (character > ' ' && character < 0x7F && character != '#') {
                classes[character] |= TARGET;
            }
        }
        return classes;
    }

    private static void mark(byte[] classes, byte kind, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            classes[characters.charAt(i)] |= kind;
        }
    }

    private static boolean isAlphanumeric(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
