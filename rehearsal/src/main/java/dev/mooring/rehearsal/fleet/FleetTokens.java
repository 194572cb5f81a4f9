package dev.mooring.rehearsal.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that name users, by a secret of this rehearsal's own.
 *
 * @param secret what they are signed with
 */
record FleetTokens(String secret) {
    private static final int LIFE = 600;

    static FleetTokens random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new FleetTokens(HexFormat.of().formatHex(bytes));
    }

    /** The file that the servers are given. */
    Path writtenTo(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, secret);
    }

    String of(String user) {
        String body = encoded("{\"alg\":\"HS256\"}".getBytes(UTF_8)) + "."
                + encoded(("{\"sub\":\"" + user + "\",\"exp\":" + (Instant.now().getEpochSecond() + LIFE) + "}")
                        .getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return body + "." + encoded(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
