package dev.mooring.hosttuning.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A public key as files write it: its type and the base64 of its blob (RFC 4253, section 6.6). Two keys are the same
 * when their texts are: only canonical base64 is read, as OpenSSH does.
 */
record PublicKeyText(String type, String base64) {
    static final String CERTIFICATE_SUFFIX = "-cert-v01@openssh.com";

    /** How many fields follow the type in a plain key of each type that OpenSSH knows. */
    private static final Map<String, Integer> FIELDS = Map.of(
            "ssh-ed25519", 1,
            "ssh-rsa", 2,
            "ssh-dss", 4,
            "ecdsa-sha2-nistp256", 2,
            "ecdsa-sha2-nistp384", 2,
            "ecdsa-sha2-nistp521", 2,
            "sk-ssh-ed25519@openssh.com", 2,
            "sk-ecdsa-sha2-nistp256@openssh.com", 3);

    private static final int ED25519_BYTES = 32;

    /** A key on the wire. */
    static PublicKeyText of(byte[] blob) {
        List<byte[]> fields = fields(blob);
        String type = fields.isEmpty() ? "" : ascii(fields.getFirst());
        return new PublicKeyText(type, Base64.getEncoder().encodeToString(blob));
    }

    /** A key in a file; empty when OpenSSH would not take it for one. */
    static Optional<PublicKeyText> read(String type, String base64) {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        PublicKeyText key = of(blob);
        return key.type.equals(type) && key.base64.equals(base64) && key.isWellFormed(fields(blob))
                ? Optional.of(key)
                : Optional.empty();
    }

    byte[] blob() {
        return Base64.getDecoder().decode(base64);
    }

    /** The key inside a certificate; a plain key is its own. */
    PublicKeyText plain() {
        if (!type.endsWith(CERTIFICATE_SUFFIX)) {
            return this;
        }
        String plainType = type.substring(0, type.length() - CERTIFICATE_SUFFIX.length());
        String plain = FIELDS.containsKey(plainType) ? plainType : plainType + "@openssh.com";
        List<byte[]> fields = fields(blob());
        int count = FIELDS.getOrDefault(plain, 0);
        if (fields.size() < 2 + count) {
            return this;
        }
        List<byte[]> own = new ArrayList<>();
        own.add(plain.getBytes(StandardCharsets.US_ASCII));
        own.addAll(fields.subList(2, 2 + count));
        return of(joined(own));
    }

    private boolean isWellFormed(List<byte[]> fields) {
        if (type.endsWith(CERTIFICATE_SUFFIX)) {
            return fields.size() > 2;
        }
        Integer expected = FIELDS.get(type);
        return expected != null
                && fields.size() == 1 + expected
                && (!type.equals("ssh-ed25519") || fields.get(1).length == ED25519_BYTES);
    }

    /** The fields, each with its length before it; of a certificate those before its serial number; none if broken. */
    private static List<byte[]> fields(byte[] blob) {
        List<byte[]> fields = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(blob);
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                return isCertificate(fields) ? fields : List.of();
            }
            byte[] field = new byte[length];
            rest.get(field);
            fields.add(field);
        }
        return fields;
    }

    private static boolean isCertificate(List<byte[]> fields) {
        return !fields.isEmpty() && ascii(fields.getFirst()).endsWith(CERTIFICATE_SUFFIX);
    }

    private static byte[] joined(List<byte[]> fields) {
        int size =
                fields.stream().mapToInt(field -> Integer.BYTES + field.length).sum();
        ByteBuffer blob = ByteBuffer.allocate(size);
        fields.forEach(field -> blob.putInt(field.length).put(field));
        return Arrays.copyOf(blob.array(), size);
    }

    private static String ascii(byte[] field) {
        return new String(field, StandardCharsets.US_ASCII);
    }
}
