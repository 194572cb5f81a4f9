package dev.mooring.server.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One access key with its secret, and the key derived from it that was used last. Not thread-safe. */
final class AccessKey {
    private final byte[] secret;
    private String scope = "";
    private byte[] derived = {};

    AccessKey(String secret) {
        this.secret = ("AWS4" + secret).getBytes(UTF_8);
    }

    /** The signing key for a scope: day, region and service. A caller keeps to one scope a day. */
    byte[] signingKey(String wanted) {
        if (!wanted.equals(scope)) {
            byte[] key = secret;
            for (String part : wanted.split("/", -1)) {
                key = SignatureV4.hmac(key, part);
            }
            derived = key;
            scope = wanted;
        }
        return derived;
    }
}
