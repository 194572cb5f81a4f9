package dev.mooring.hosttuning.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether the host field of a known_hosts line is about a name: a list of patterns with {@code *}, {@code ?} and
 * {@code !}, or one hashed name. Source: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"; match.c and hostfile.c of OpenSSH 9.2.
 */
enum Coverage {
    COVERED,
    NOT_COVERED,
    /** A hash that cannot be read: it may stand for any name. */
    UNREADABLE;

    private static final String HASH_START = "|1|";
    private static final String HMAC = "HmacSHA1";
    private static final int SALT_BYTES = 20;
    /** A longer pattern ends the list, and nothing of it matches. */
    private static final int MAX_PATTERN_LENGTH = 1022;

    /**
     * Holds the field against a name.
     *
     * @param name in lower case; with a port other than 22 as {@code [host]:port}
     */
    static Coverage of(String hosts, String name) {
        if (hosts.startsWith("|")) {
            return ofHash(hosts, name);
        }
        boolean covered = false;
        for (String part : hosts.split(",", -1)) {
            boolean negated = part.startsWith("!");
            String pattern = (negated ? part.substring(1) : part).toLowerCase(Locale.ROOT);
            if (pattern.length() > MAX_PATTERN_LENGTH) {
                return NOT_COVERED;
            }
            if (matches(pattern, name)) {
                if (negated) {
                    return NOT_COVERED;
                }
                covered = true;
            }
        }
        return covered ? COVERED : NOT_COVERED;
    }

    /** Steps back to the last star alone, so that no pattern of a file takes more than length times length steps. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int n = 0; n < name.length(); n++) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n--;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
            } else if (star >= 0) {
                p = star + 1;
                n = resume++;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(left -> left == '*');
    }

    private static Coverage ofHash(String hosts, String name) {
        int saltEnd = hosts.indexOf('|', HASH_START.length());
        if (!hosts.startsWith(HASH_START) || saltEnd < 0) {
            return UNREADABLE;
        }
        byte[] salt;
        try {
            salt = Base64.getDecoder().decode(hosts.substring(HASH_START.length(), saltEnd));
        } catch (IllegalArgumentException notBase64) {
            return UNREADABLE;
        }
        if (salt.length != SALT_BYTES) {
            return UNREADABLE;
        }
        Base64.Encoder encoder = Base64.getEncoder();
        String hashed = HASH_START + encoder.encodeToString(salt) + "|" + encoder.encodeToString(hash(salt, name));
        return hashed.equals(hosts) ? COVERED : NOT_COVERED;
    }

    private static byte[] hash(byte[] salt, String name) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(salt, HMAC));
            return mac.doFinal(name.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
