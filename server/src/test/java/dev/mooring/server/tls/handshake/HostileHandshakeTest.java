package dev.mooring.server.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tls.handshake.TlsHandshake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes of which something was changed on the way: none of them is ever done, and nothing is left of any. */
final class HostileHandshakeTest {
    private static TlsContext context;
    private static SSLContext trusting;

    @BeforeAll
    static void start(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        context = new TlsContext(List.of(certificate.credential()));
        trusting = TestCertificate.trusting(certificate);
    }

    @AfterAll
    static void end() {
        context.close();
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertEquals(0, TlsHandshake.live(), "handshakes that were not freed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aGreetingWithAnyByteChangedCompletesNoHandshake(String protocol) throws Exception {
        int length = 1;
        for (int at = 0; at < length; at++) {
            try (MemoryServer server = new MemoryServer(context)) {
                MemoryClient client = client(protocol);
                byte[] hello = client.begin();
                length = hello.length;
                Set<Integer> versions = versions(hello);
                hello[at] ^= 1;
                answer(client, server, server.receive(hello));
                assertTrue(!server.done() || versions.contains(at), "byte " + at + " of " + length);
            }
        }
        assertTrue(length > 100, "bytes that were changed: " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSecondFlightWithAnyByteChangedCompletesNoHandshake(String protocol) throws Exception {
        int length = 1;
        for (int at = 0; at < length; at++) {
            try (MemoryServer server = new MemoryServer(context)) {
                MemoryClient client = client(protocol);
                byte[] flight = client.receive(server.receive(client.begin()));
                length = flight.length;
                Set<Integer> versions = versions(flight);
                flight[at] ^= 1;
                server.receive(flight);
                assertTrue(!server.done() || versions.contains(at), "byte " + at + " of " + length);
            }
        }
        assertTrue(length > 50, "bytes that were changed: " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSecondFlightThatLacksARecordOrHasOneTwiceCompletesNoHandshake(String protocol) throws Exception {
        int records = 1;
        for (int left = 0; left < records; left++) {
            for (boolean twice : new boolean[] {false, true}) {
                try (MemoryServer server = new MemoryServer(context)) {
                    MemoryClient client = client(protocol);
                    byte[] flight = client.receive(server.receive(client.begin()));
                    List<Integer> starts = starts(flight);
                    records = starts.size() - 1;
                    byte[] before = Arrays.copyOf(flight, starts.get(left));
                    byte[] one = Arrays.copyOfRange(flight, starts.get(left), starts.get(left + 1));
                    byte[] after = Arrays.copyOfRange(flight, starts.get(left + 1), flight.length);
                    // One that says that the ciphers change has no meaning in TLS 1.3, and may be there or not.
                    boolean meaningless = protocol.equals("TLSv1.3") && one[0] == 20;
                    boolean last = left == records - 1;
                    if (!meaningless && !(twice && last)) {
                        server.receive(before);
                        server.receive(twice ? one : new byte[0]);
                        server.receive(twice ? one : new byte[0]);
                        server.receive(after);
                        assertFalse(server.done(), "record " + left + (twice ? " twice" : " left out"));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whatIsSentAtRandomBehindAGreetingCompletesNoHandshake(String protocol) throws Exception {
        long seed = 27;
        Random random = new Random(seed);
        byte[] hello = client(protocol).begin();
        for (int round = 0; round < 200; round++) {
            try (MemoryServer server = new MemoryServer(context)) {
                server.receive(hello);
                byte[] noise = new byte[5 + random.nextInt(200)];
                random.nextBytes(noise);
                noise[0] = (byte) (20 + random.nextInt(5));
                noise[1] = 3;
                noise[2] = 3;
                noise[3] = 0;
                noise[4] = (byte) Math.min(noise.length - 5, 120);
                server.receive(noise);
                assertFalse(server.done(), "round " + round + " of seed " + seed);
            }
        }
    }

    /** A handshake of another connection is as good as none. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theSecondFlightOfAnotherConnectionCompletesNoHandshake(String protocol) throws Exception {
        try (MemoryServer one = new MemoryServer(context);
                MemoryServer another = new MemoryServer(context)) {
            MemoryClient client = client(protocol);
            byte[] hello = client.begin();
            byte[] flight = client.receive(one.receive(hello));
            another.receive(hello);
            another.receive(flight);
            assertFalse(another.done(), "by the flight for another server's random");
        }
    }

    private static void answer(MemoryClient client, MemoryServer server, byte[] flight) throws Exception {
        try {
            server.receive(client.receive(flight));
        } catch (SSLException refused) {
            server.receive(client.receive(new byte[0]));
        }
    }

    private static MemoryClient client(String protocol) {
        return new MemoryClient(trusting, "localhost").protocols(protocol);
    }

    /** Where the versions of records stand: they say nothing as long as they are in clear, and are part of no hash. */
    private static Set<Integer> versions(byte[] flight) {
        Set<Integer> versions = new HashSet<>();
        for (int start : starts(flight)) {
            versions.add(start + 1);
            versions.add(start + 2);
        }
        return versions;
    }

    /** Where each record begins, and where the last one ends. */
    private static List<Integer> starts(byte[] flight) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        int at = 0;
        while (at < flight.length) {
            at += 5 + (Byte.toUnsignedInt(flight[at + 3]) << 8 | Byte.toUnsignedInt(flight[at + 4]));
            starts.add(at);
        }
        return starts;
    }
}
