package dev.mooring.server.tls.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.tls.handshake.TlsHandshake;
import dev.mooring.tls.record.RecordHeader;
import io.netty.internal.tcnative.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A process that shakes hands, and gives up at each step, again and again, and says by how much its resident memory has grown.
 * A handshake of which something is left outside the heap shows here and nowhere else.
 */
final class HandshakeGrowth {
    private static final int WARM = 2_000;
    /** A fatal alert in clear: user_canceled. */
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 90};

    private final ByteBuffer in = ByteBuffer.allocateDirect(TlsHandshake.MAX_RECORD);
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    private final SSLContext trusting;
    private final TlsContext context;

    private HandshakeGrowth(TestCertificate certificate) {
        trusting = TestCertificate.trusting(certificate);
        context = new TlsContext(List.of(certificate.credential()), new TlsPolicy(true, true, Optional.empty()));
    }

    /** Arguments: a folder for the certificate, how many whole handshakes, how many that are given up at each step. */
    public static void main(String[] arguments) throws Exception {
        HandshakeGrowth growth = new HandshakeGrowth(TestCertificate.ecdsa(Path.of(arguments[0]), "localhost"));
        List<Step> steps = new ArrayList<>();
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            byte[] hello = growth.client(protocol).begin();
            List<byte[]> another = records(growth.secondFlight(protocol));
            steps.add(new Step(protocol + ", after a part of the greeting", List.of(Arrays.copyOf(hello, 50))));
            steps.add(new Step(protocol + ", after the greeting", List.of(hello)));
            steps.add(new Step(protocol + ", with an alert", List.of(hello, ALERT)));
            List<byte[]> sent = new ArrayList<>(List.of(hello));
            for (byte[] record : another) {
                sent.add(record);
                steps.add(new Step(
                        protocol + ", after record " + sent.size() + " of another handshake", List.copyOf(sent)));
            }
        }
        int whole = Integer.parseInt(arguments[1]);
        int givenUp = Integer.parseInt(arguments[2]);
        growth.run("warm", Math.min(WARM, whole), Math.min(WARM, givenUp), steps);
        growth.run("measured", whole, givenUp, steps);
    }

    private void run(String name, int whole, int givenUp, List<Step> steps) throws Exception {
        long start = residentBytes();
        for (Step step : steps) {
            long before = residentBytes();
            for (int i = 0; i < givenUp; i++) {
                try (TlsHandshake handshake = context.begin()) {
                    for (byte[] bytes : step.sent) {
                        receive(handshake, bytes);
                    }
                }
            }
            say(name + ": given up " + givenUp + " times " + step.name, before);
        }
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            long before = residentBytes();
            for (int i = 0; i < whole; i++) {
                shake(protocol);
            }
            say(name + ": " + whole + " whole ones by " + protocol, before);
        }
        System.out.println(name + " grew " + (residentBytes() - start) + " live " + TlsHandshake.live());
    }

    private void shake(String protocol) throws Exception {
        MemoryClient client = client(protocol);
        try (TlsHandshake handshake = context.begin()) {
            byte[] flight = receive(handshake, client.begin());
            for (byte[] record : records(client.receive(flight))) {
                receive(handshake, record);
            }
            Arrays.fill(handshake.traffic(handshake.suite().orElseThrow()), (byte) 0);
        }
    }

    private byte[] secondFlight(String protocol) throws Exception {
        MemoryClient client = client(protocol);
        try (TlsHandshake handshake = context.begin()) {
            return client.receive(receive(handshake, client.begin()));
        }
    }

    private MemoryClient client(String protocol) {
        return new MemoryClient(trusting, "localhost").protocols(protocol);
    }

    /** Has the handshake take one record, if it is whole, and returns what it says. */
    private byte[] receive(TlsHandshake handshake, byte[] bytes) {
        in.clear().put(bytes);
        out.clear();
        if (RecordHeader.LENGTH + RecordHeader.body(in, 0, bytes.length) == bytes.length) {
            handshake.take(Buffer.address(in), bytes.length, out);
        }
        byte[] said = new byte[out.position()];
        out.get(0, said);
        return said;
    }

    private static List<byte[]> records(byte[] flight) {
        ByteBuffer all = ByteBuffer.wrap(flight);
        List<byte[]> records = new ArrayList<>();
        int at = 0;
        while (at < flight.length) {
            int next = at + RecordHeader.LENGTH + RecordHeader.body(all, at, flight.length);
            records.add(Arrays.copyOfRange(flight, at, next));
            at = next;
        }
        return records;
    }

    private static void say(String what, long before) throws IOException {
        System.out.printf("%s: %+d KiB%n", what, (residentBytes() - before) >> 10);
    }

    private static long residentBytes() throws IOException {
        return Files.readString(Path.of("/proc/self/status"), UTF_8)
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    private record Step(String name, List<byte[]> sent) {}
}
