package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.FINAL;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Random streams of a client, short ones, so that many fit into a second. */
final class FrameStreams {
    private static final String[] TEXTS = {"", "a", "Hello", "\u03ba\u1f79\u03c3", "\ud834\udd1e", "0123456789abcdef"};
    private static final int[] CODES = {999, 1000, 1001, 1006, 1015, 3000, 5000};

    private final Random random;

    FrameStreams(long seed) {
        random = new Random(seed);
    }

    /** Messages, fragmented or not, with control frames between, and perhaps a Close at the end. */
    byte[] valid() {
        ClientFrames client = new ClientFrames();
        for (int messages = random.nextInt(4); messages >= 0; messages--) {
            message(client);
        }
        if (random.nextInt(4) == 0) {
            client.close(CODES[random.nextInt(CODES.length)], text());
        }
        return client.bytes();
    }

    /** A valid stream with a few bits turned, bytes put in, or its end cut off. */
    byte[] damaged() {
        byte[] stream = valid();
        for (int damages = random.nextInt(3); damages >= 0; damages--) {
            int at = random.nextInt(stream.length);
            switch (random.nextInt(4)) {
                case 0 -> stream[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> stream[at] = (byte) random.nextInt();
                case 2 -> stream = Arrays.copyOf(stream, at + 1);
                default -> stream = withByte(stream, at);
            }
        }
        return stream;
    }

    byte[] garbage() {
        byte[] stream = new byte[1 + random.nextInt(64)];
        random.nextBytes(stream);
        return stream;
    }

    int[] cuts(int length) {
        return random.ints(random.nextInt(6), 0, length + 1).sorted().toArray();
    }

    private void message(ClientFrames client) {
        int opcode = 1 + random.nextInt(2);
        byte[] payload = new ClientFrames().text(text() + text()).bytes();
        payload = opcode == 1 ? text().getBytes(StandardCharsets.UTF_8) : payload;
        int from = 0;
        while (random.nextInt(3) == 0) {
            int to = from + random.nextInt(payload.length - from + 1);
            client.frame(opcode, Arrays.copyOfRange(payload, from, to));
            control(client);
            opcode = 0;
            from = to;
        }
        client.frame(FINAL | opcode, Arrays.copyOfRange(payload, from, payload.length));
        control(client);
    }

    private void control(ClientFrames client) {
        if (random.nextInt(3) == 0) {
            client.frame(FINAL | (9 + random.nextInt(2)), text());
        }
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private byte[] withByte(byte[] stream, int at) {
        byte[] longer = Arrays.copyOf(stream, stream.length + 1);
        System.arraycopy(stream, at, longer, at + 1, stream.length - at);
        longer[at] = (byte) random.nextInt();
        return longer;
    }
}
