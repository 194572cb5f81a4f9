package dev.mooring.server.frame;

import dev.mooring.server.functional.PerMessageDeflate;
import java.util.zip.Deflater;

/** Payloads of compressed messages, made in all the ways that a client may. */
final class Deflated {
    /** RSV1, beside the opcode. */
    static final int RSV1 = PerMessageDeflate.COMPRESSED;

    private Deflated() {}

    static byte[] of(byte[] plain) {
        return PerMessageDeflate.deflated(plain);
    }

    /** In some way: levels from none to best, Huffman codes alone, runs. */
    static byte[] of(byte[] plain, int way) {
        return switch (way) {
            case 10 -> PerMessageDeflate.deflated(plain, Deflater.BEST_SPEED, Deflater.HUFFMAN_ONLY);
            case 11 -> PerMessageDeflate.deflated(plain, Deflater.BEST_SPEED, Deflater.FILTERED);
            default -> PerMessageDeflate.deflated(plain, way, Deflater.DEFAULT_STRATEGY);
        };
    }
}
