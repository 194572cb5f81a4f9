package dev.mooring.capacity.credential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file, RFC 7468; what stands between them is ignored, as OpenSSL ignores it. */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\R(.*?)-----END \\1-----", Pattern.DOTALL);
    /** As {@code Proc-Type: 4,ENCRYPTED} of keys that OpenSSL has encrypted in its old way. */
    private static final Pattern HEADER = Pattern.compile("(?m)^[A-Za-z-]+: .*$");

    private static final int LINE = 64;

    private Pem() {}

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException when a block is not base64
     */
    public static List<Block> read(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String body = matcher.group(2);
            boolean encrypted = HEADER.matcher(body).find();
            byte[] bytes = encrypted
                    ? new byte[0]
                    : Base64.getMimeDecoder().decode(body.strip().getBytes(StandardCharsets.US_ASCII));
            blocks.add(new Block(matcher.group(1), encrypted, bytes));
        }
        return blocks;
    }

    /** A file with one block. */
    public static byte[] write(String label, byte[] bytes) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A block.
     *
     * @param label as {@code CERTIFICATE}
     * @param encrypted whether its bytes cannot be read without a passphrase; they are left out then
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Block(String label, boolean encrypted, byte[] bytes) {
        /** Not the bytes, which may be a private key. */
        @Override
        public String toString() {
            return label;
        }
    }
}
