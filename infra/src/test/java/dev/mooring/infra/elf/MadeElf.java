package dev.mooring.infra.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The smallest ELF file that names libraries and versions of their symbols; loaded at an address that is not its offset. */
public final class MadeElf {
    public static final int X86_64 = 62;
    public static final int AARCH64 = 183;

    private static final int HEADERS = 64 + 2 * 56;
    private static final long ADDRESS = 0x40_0000;

    private MadeElf() {}

    /** A file for a machine, which needs these libraries, and of the first of them these versions. */
    public static byte[] of(int machine, List<String> needed, List<String> versions) {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        int[] names = needed.stream().mapToInt(name -> add(strings, name)).toArray();
        int[] symbols = versions.stream().mapToInt(name -> add(strings, name)).toArray();
        int dynamic = HEADERS;
        int verneed = dynamic + 16 * (names.length + 4);
        int table = verneed + 16 * (1 + symbols.length);
        ByteBuffer file = ByteBuffer.allocate(table + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 3)
                .putShort((short) machine)
                .putInt(1)
                .putLong(0)
                .putLong(64)
                .putLong(0);
        file.putInt(0)
                .putShort((short) 64)
                .putShort((short) 56)
                .putShort((short) 2)
                .putShort((short) 0);
        segment(file.position(64), 1, 0, file.capacity());
        segment(file.position(64 + 56), 2, dynamic, verneed - dynamic);
        file.position(dynamic);
        for (int name : names) {
            file.putLong(1).putLong(name);
        }
        file.putLong(5).putLong(ADDRESS + table);
        file.putLong(0x6ffffffeL)
                .putLong(ADDRESS + verneed)
                .putLong(0x6fffffffL)
                .putLong(symbols.length == 0 ? 0 : 1);
        file.position(verneed);
        file.putShort((short) 1).putShort((short) symbols.length).putInt(names.length == 0 ? 0 : names[0]);
        file.putInt(16).putInt(0);
        for (int index = 0; index < symbols.length; index++) {
            file.putInt(0).putInt(0).putInt(symbols[index]).putInt(index + 1 < symbols.length ? 16 : 0);
        }
        file.position(table);
        file.put(strings.toByteArray());
        return file.array();
    }

    private static void segment(ByteBuffer file, int type, long offset, long size) {
        file.putInt(type)
                .putInt(4)
                .putLong(offset)
                .putLong(ADDRESS + offset)
                .putLong(0)
                .putLong(size)
                .putLong(size);
    }

    private static int add(ByteArrayOutputStream strings, String text) {
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }
}
