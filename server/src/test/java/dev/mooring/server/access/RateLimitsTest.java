package dev.mooring.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Handshake;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.Response;
import dev.mooring.server.token.Bearer;
import dev.mooring.server.token.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who connects too often, and who does not. */
@Timeout(60)
class RateLimitsTest {
    private long now = Long.MAX_VALUE - 5_000_000_000L;

    @Test
    void soManyMayComeAtOnceAndThenOneAtATime() {
        RateTable table = new RateTable(new Rate(10, Duration.ofSeconds(1)), () -> now);
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.empty(), table.tooMany("ann"));
        }
        assertEquals(Optional.of(Duration.ofMillis(100)), table.tooMany("ann"));
        assertEquals(Optional.empty(), table.tooMany("bob"));
        now += Duration.ofMillis(99).toNanos();
        assertEquals(Optional.of(Duration.ofMillis(1)), table.tooMany("ann"));
        now += Duration.ofMillis(1).toNanos();
        assertEquals(Optional.empty(), table.tooMany("ann"));
        assertTrue(table.tooMany("ann").isPresent());
        now += Duration.ofSeconds(9).toNanos();
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.empty(), table.tooMany("ann"), "a long silence counts for no more than ten");
        }
        assertTrue(table.tooMany("ann").isPresent());
    }

    @Test
    void nobodyPaysForAnother() {
        RateTable table = new RateTable(new Rate(1, Duration.ofHours(1)), () -> now);
        for (int i = 0; i < 4 * RateTable.PLACES; i++) {
            assertEquals(Optional.empty(), table.tooMany("user " + i), "user " + i);
        }
    }

    @Test
    void whoComesWhileManyOthersDoIsStillKnown() {
        RateTable table = new RateTable(new Rate(5, Duration.ofMinutes(1)), () -> now);
        int taken = 0;
        for (int i = 0; i < RateTable.PLACES / 4; i++) {
            assertEquals(Optional.empty(), table.tooMany("user " + i));
            if (i % 16 == 0 && table.tooMany("ann").isEmpty()) {
                taken++;
            }
        }
        assertEquals(5, taken);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:1::1, 2001:db8:0:1::1, true",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::9, true",
        "2001:db8:0:1::1, 2001:db8:0:fe::1, true",
        "2001:db8:0:1::1, 2001:db8:0:100::1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
    })
    void addressesOfOneCustomerCountAsOne(String first, String second, boolean same) {
        RateLimits limits = new RateLimits(Optional.of(new Rate(1, Duration.ofHours(1))), Optional.empty(), () -> now);
        assertTrue(limits.refusal(from(first)).isEmpty());
        assertEquals(same, limits.refusal(from(second)).isPresent());
    }

    private static Handshake from(String address) {
        return new Bearer("token", Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address), 443)));
    }

    @Test
    void anAddressThatConnectsTooOftenIsAnswered429() {
        long before = System.nanoTime();
        try (Guarded server = Guarded.start("--rate-per-address=2/h")) {
            try (RawClient client = server.open("/")) {
                client.echoes("hello");
                assertEquals(101, server.answer("/").status());
                Response response = server.answer("/");
                assertEquals(429, response.status());
                long passed = Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1;
                int delay = Integer.parseInt(response.field("Retry-After"));
                assertTrue(delay <= 1800 && delay >= 1800 - passed, delay + " after at most " + passed + " s");
                assertEquals("too many connects; try again later\n", response.body());
                client.echoes("who is connected stays");
            }
            assertEquals(1, server.figure("rate.refused.address"));
        }
    }

    @Test
    void aUserThatConnectsTooOftenIsAnswered429(@TempDir Path folder) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), Tokens.SECRET);
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        try (Guarded server = Guarded.start("--jwt-keys=" + keys, "--jwt-audience=mooring", "--rate-per-user=1/h")) {
            assertEquals(101, status(server, "ann"));
            assertEquals(429, status(server, "ann"));
            assertEquals(101, status(server, "bob"));
            assertEquals(401, server.answer("/").status(), "who has no token uses up nothing of anybody's");
            assertEquals(1, server.figure("rate.refused.user"));
        }
    }

    private static int status(Guarded server, String user) {
        String token = Tokens.signed("HS256", "", Tokens.secret(), Tokens.claims(user, Instant.now()));
        return server.answer("/", "Authorization: Bearer " + token).status();
    }
}
