package dev.mooring.server.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
    private static final String KEY = "0123456789abcdef";

    @TempDir
    Path folder;

    @Test
    void takesABearerKeyOfTheFile() throws IOException {
        ApiKeys keys = ApiKeys.read(file("# who may push\n\nbearer backend " + KEY + "\n", "rw-r-----"));
        assertEquals(Optional.empty(), keys.refusal(bearing("Bearer " + KEY), Instant.EPOCH));
        assertEquals(Optional.empty(), keys.refusal(bearing("bearer  " + KEY + " "), Instant.EPOCH));
    }

    @Test
    void refusesEveryOtherAuthorization() {
        ApiKeys keys = ApiKeys.of(List.of("bearer backend " + KEY), "keys");
        assertEquals(
                Optional.of("the bearer key is not among the server's api-keys; add it there"),
                keys.refusal(bearing("Bearer " + KEY + "0"), Instant.EPOCH));
        assertEquals(
                Optional.of("the bearer key is not among the server's api-keys; add it there"),
                keys.refusal(bearing("Bearer "), Instant.EPOCH));
        assertEquals(
                Optional.of("the Authorization header is neither a bearer key nor AWS's signature; send one of them"),
                keys.refusal(bearing("Basic " + KEY), Instant.EPOCH));
        assertEquals(
                Optional.of("there is no Authorization header; send a bearer key, or sign with an AWS SDK"),
                keys.refusal(SignedRequests.request("GET", "/", Map.of(), new byte[0]), Instant.EPOCH));
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        ApiKeys keys = ApiKeys.of(List.of("bearer backend " + KEY), "keys");
        KeyedRequest twice = SignedRequests.request(
                "GET", "/", Map.of("authorization", List.of("Bearer " + KEY, "Bearer " + KEY)), new byte[0]);
        assertEquals(
                Optional.of("there is no Authorization header; send a bearer key, or sign with an AWS SDK"),
                keys.refusal(twice, Instant.EPOCH));
    }

    @Test
    void refusesAFileThatEverybodyMayRead() throws IOException {
        Path open = file("bearer backend " + KEY, "rw-r--r--");
        assertEquals(
                "api-keys=" + open + " holds a secret and is open to every user of the host; chmod o= " + open,
                assertThrows(RefusedException.class, () -> ApiKeys.read(open)).getMessage());
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path none = folder.resolve("none");
        assertEquals(
                "api-keys=" + none + " does not exist; correct its path, owner or content",
                assertThrows(RefusedException.class, () -> ApiKeys.read(none)).getMessage());
    }

    @Test
    void namesTheLineThatIsNoKeyAndNotWhatStandsThere() {
        assertEquals(
                "api-keys=keys:2 is not a key; write it as bearer NAME KEY or access-key ID SECRET",
                refusal("bearer backend " + KEY, "bearer secret-in-the-wrong-place"));
        assertEquals(
                "api-keys=keys:1 has a key shorter than 16 characters; make one with: openssl rand -base64 30",
                refusal("bearer backend short"));
        assertEquals("api-keys=keys has no key; add a line as: bearer NAME KEY", refusal("# none yet"));
    }

    private static String refusal(String... lines) {
        return String.valueOf(assertThrows(RefusedException.class, () -> ApiKeys.of(List.of(lines), "keys"))
                .getMessage());
    }

    private static KeyedRequest bearing(String authorization) {
        return SignedRequests.request("GET", "/", Map.of("authorization", List.of(authorization)), new byte[0]);
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
