package dev.mooring.hosttuning.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outside of a private key file. Whether it is encrypted is written there in the clear, whatever the cipher: JSch
 * says it only of ciphers that it has. Source: PROTOCOL.key of OpenSSH; RFC 1421, section 4.6.1.1; RFC 5958.
 */
record PrivateKeyText(String text) {
    private static final Pattern OPENSSH =
            Pattern.compile("-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final Pattern ENCRYPTED_PEM =
            Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type:\\s*4,\\s*ENCRYPTED");
    private static final int MAGIC_BYTES = "openssh-key-v1\0".length();
    private static final int MAX_CIPHER_NAME = 64;

    static PrivateKeyText of(byte[] file) {
        return new PrivateKeyText(new String(file, StandardCharsets.ISO_8859_1));
    }

    boolean isEncrypted() {
        Matcher openssh = OPENSSH.matcher(text);
        return openssh.find()
                ? !cipher(openssh.group(1)).equals("none")
                : ENCRYPTED_PEM.matcher(text).find();
    }

    private static String cipher(String base64) {
        ByteBuffer blob = ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64));
        if (blob.remaining() < MAGIC_BYTES + Integer.BYTES) {
            return "none";
        }
        int length = blob.position(MAGIC_BYTES).getInt();
        if (length < 0 || length > Math.min(MAX_CIPHER_NAME, blob.remaining())) {
            return "none";
        }
        byte[] name = new byte[length];
        blob.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }
}
