package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.FINAL;
import static dev.mooring.server.frame.Deflated.RSV1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random compressed streams, cut at random, from seeds: what was sent is what is heard, or the connection ends by a rule. */
class CompressedMessagesPropertyTest {
    private static final int STREAMS = 3_000;
    private static final int DAMAGED = 30_000;
    private static final int[] SIZES = {0, 1, 2, 124, 125, 126, 127, 199, 200, 201, 4_095, 4_096, 4_097, 65_535, 65_536
    };
    private static final FrameLimits LIMITS = new FrameLimits(Bytes.kibi(64), 1_000);
    private static final List<String> VIOLATIONS = List.of(
            "violation 1002 reserved bit set",
            "violation 1002 unknown opcode",
            "violation 1002 frame not masked",
            "violation 1002 control frame fragmented",
            "violation 1002 control frame longer than 125 bytes",
            "violation 1002 continuation without a message",
            "violation 1002 message inside a message",
            "violation 1002 length encoding",
            "violation 1002 close code cut short",
            "violation 1002 close code not allowed",
            "violation 1007 close reason is not UTF-8",
            "violation 1007 text is not UTF-8",
            "violation 1007 compressed message damaged",
            "violation 1009 message too big");

    @Test
    void everyMessageIsHeardAsItWasSent() {
        for (long seed = 0; seed < STREAMS; seed++) {
            Random random = new Random(seed);
            ClientFrames client = new ClientFrames();
            List<String> expected = new ArrayList<>();
            for (int messages = 1 + random.nextInt(4); messages > 0; messages--) {
                message(random, client, expected);
            }
            byte[] stream = client.bytes();
            assertEquals(expected, heard(stream, cuts(random, stream.length)), "seed " + seed);
        }
    }

    /** And none of the damage is left for the next connection. */
    @Test
    void aDamagedStreamEndsByARuleAndHarmsNobodyElse() {
        for (long seed = 1_000_000; seed < 1_000_000 + DAMAGED; seed++) {
            Random random = new Random(seed);
            ClientFrames client = new ClientFrames();
            byte[] plain = content(random, random.nextInt(300));
            client.frame(FINAL | RSV1 | 2, Deflated.of(plain, random.nextInt(12)));
            byte[] stream = client.bytes();
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
            }
            long current = seed;
            heard(stream, cuts(random, stream.length))
                    .forEach(line -> assertTrue(
                            !line.startsWith("violation") || VIOLATIONS.contains(line),
                            () -> "seed " + current + ": " + line));
            ClientFrames next = new ClientFrames().frame(FINAL | RSV1 | 2, Deflated.of(plain));
            assertEquals(List.of(binary(plain)), heard(next.bytes()), "after seed " + seed);
        }
    }

    private static void message(Random random, ClientFrames client, List<String> expected) {
        int size = random.nextInt(3) == 0 ? SIZES[random.nextInt(SIZES.length)] : random.nextInt(600);
        byte[] plain = content(random, size);
        boolean compressed = random.nextInt(4) > 0;
        byte[] payload = compressed ? Deflated.of(plain, random.nextInt(12)) : plain;
        int first = 2 | (compressed ? RSV1 : 0);
        int from = 0;
        while (random.nextInt(3) == 0) {
            int to = from + random.nextInt(payload.length - from + 1);
            client.frame(first, Arrays.copyOfRange(payload, from, to));
            if (random.nextInt(3) == 0) {
                client.frame(FINAL | 9, "?");
                expected.add("ping 3f");
            }
            first = 0;
            from = to;
        }
        client.frame(FINAL | first, Arrays.copyOfRange(payload, from, payload.length));
        expected.add(binary(plain));
    }

    /** Noise, one byte again and again, or a few words. */
    private static byte[] content(Random random, int size) {
        byte[] plain = new byte[size];
        switch (random.nextInt(3)) {
            case 0 -> random.nextBytes(plain);
            case 1 -> Arrays.fill(plain, (byte) random.nextInt());
            default -> {
                for (int i = 0; i < size; i++) {
                    plain[i] = (byte) "abcabd ".charAt(random.nextInt(20) == 0 ? random.nextInt(7) : i % 7);
                }
            }
        }
        return plain;
    }

    private static List<String> heard(byte[] stream, int... cuts) {
        InflatingEvents events = new InflatingEvents(Bytes.mebi(4).count());
        FrameDecoder decoder = new FrameDecoder(LIMITS);
        Splits.feed(decoder, events, stream, cuts);
        return events.lines();
    }

    private static int[] cuts(Random random, int length) {
        return random.ints(random.nextInt(6), 0, length + 1).sorted().toArray();
    }

    private static String binary(byte[] plain) {
        return "binary " + HexFormat.of().formatHex(plain);
    }
}
