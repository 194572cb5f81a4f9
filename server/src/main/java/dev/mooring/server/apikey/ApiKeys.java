package dev.mooring.server.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that may push: bearer keys, and access keys for AWS's SDKs. Not thread-safe: each port reads its own.
 *
 * <p>The file has a key a line, {@code bearer NAME KEY} or {@code access-key ID SECRET}; blank lines and those that begin
 * with # are left out. Of bearer keys the hash alone is kept. All comparisons take the same time whatever they find.
 */
public final class ApiKeys {
    /** Guessing a key of this length takes longer than anybody waits. */
    public static final int MIN_LENGTH = 16;

    private static final String BEARER = "Bearer ";
    private static final Bytes MAX_SIZE = Bytes.mebi(16);

    private final List<byte[]> bearerHashes = new ArrayList<>();
    private final Map<String, AccessKey> accessKeys = new HashMap<>();
    private final SignatureV4 signatures = new SignatureV4(id -> Optional.ofNullable(accessKeys.get(id)));

    private ApiKeys() {}

    /**
     * Reads the file.
     *
     * @throws RefusedException when it cannot be read, others than its owner and group may read it, or a line is no key
     */
    public static ApiKeys read(Path file) {
        InputFile input = new InputFile("api-keys", file, MAX_SIZE);
        List<String> lines = input.lines("correct its path, owner or content");
        input.requireClosed();
        return of(lines, file.toString());
    }

    static ApiKeys of(List<String> lines, String file) {
        ApiKeys keys = new ApiKeys();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(line.split("\\s+", -1), file + ":" + (i + 1));
            }
        }
        if (keys.bearerHashes.isEmpty() && keys.accessKeys.isEmpty()) {
            throw RefusedException.of("api-keys", file, "has", "no key", "add a line as: bearer NAME KEY");
        }
        return keys;
    }

    /** Why the request is refused, empty when it has one of the keys. */
    public Optional<String> refusal(KeyedRequest request, Instant now) {
        String authorization = request.header("authorization");
        if (SignatureV4.claims(authorization)) {
            return signatures.refusal(request, now);
        }
        if (authorization.isEmpty()) {
            return Optional.of("there is no Authorization header; send a bearer key, or sign with an AWS SDK");
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(
                    "the Authorization header is neither a bearer key nor AWS's signature; send one of them");
        }
        return isBearer(authorization.substring(BEARER.length()).strip())
                ? Optional.empty()
                : Optional.of("the bearer key is not among the server's api-keys; add it there");
    }

    private boolean isBearer(String key) {
        byte[] hash = SignatureV4.sha256(key.getBytes(UTF_8));
        boolean known = false;
        for (byte[] each : bearerHashes) {
            known |= MessageDigest.isEqual(each, hash);
        }
        return known;
    }

    private void add(String[] words, String place) {
        if (words.length != 3 || !(words[0].equals("bearer") || words[0].equals("access-key"))) {
            throw RefusedException.of(
                    "api-keys", place, "is not", "a key", "write it as bearer NAME KEY or access-key ID SECRET");
        }
        if (words[2].length() < MIN_LENGTH) {
            throw RefusedException.of(
                    "api-keys",
                    place,
                    "has a key shorter than",
                    MIN_LENGTH + " characters",
                    "make one with: openssl rand -base64 30");
        }
        if (words[0].equals("bearer")) {
            bearerHashes.add(SignatureV4.sha256(words[2].getBytes(UTF_8)));
        } else {
            accessKeys.put(words[1], new AccessKey(words[2]));
        }
    }
}
