package dev.mooring.infra.elf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of an ELF file that the dynamic linker reads first: for which machine it is, which libraries it needs, and
 * which versions of their symbols (elf(5); System V ABI, "Dynamic Section"; LSB, "Symbol Versioning"). Files of 64 bits,
 * little-endian, which both architectures of the hosts are. Pure; costs one pass over the dynamic section.
 *
 * @param machine as {@code uname -m} says it, or the number of another one
 * @param needed names of the libraries, DT_NEEDED
 * @param versions of the symbols that it needs, as in GLIBC_2.34
 */
record ElfFile(String machine, List<String> needed, List<String> versions) {
    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int MACHINE = 18;
    private static final int PROGRAM_HEADERS = 32;
    private static final int PROGRAM_HEADER_SIZE = 54;
    private static final int PROGRAM_HEADER_COUNT = 56;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NULL = 0;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_VERNEED = 0x6ffffffe;
    private static final long DT_VERNEEDNUM = 0x6fffffff;
    private static final int DYNAMIC_ENTRY = 16;

    ElfFile {
        needed = List.copyOf(needed);
        versions = List.copyOf(versions);
    }

    /** What stands at the beginning of a file that is not of this kind. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnreadableException(String message) {
            super(message);
        }
    }

    /** Whether a file begins as an ELF file does. */
    static boolean is(byte[] file) {
        return file.length >= Integer.BYTES && ByteBuffer.wrap(file).getInt(0) == MAGIC;
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableException when it is of another class, or not whole
     */
    static ElfFile read(byte[] file) throws UnreadableException {
        if (!is(file) || file.length < 64 || file[4] != CLASS_64 || file[5] != LITTLE_ENDIAN) {
            throw new UnreadableException("is no ELF file of 64 bits, little-endian");
        }
        try {
            return new Reader(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).read();
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException cut) {
            throw new UnreadableException("points beyond its end: it is cut off or damaged");
        }
    }

    private record Segment(int type, long offset, long address, long size) {}

    private static final class Reader {
        private final ByteBuffer file;
        private final List<Segment> segments = new ArrayList<>();

        Reader(ByteBuffer file) {
            this.file = file;
        }

        ElfFile read() throws UnreadableException {
            int count = Short.toUnsignedInt(file.getShort(PROGRAM_HEADER_COUNT));
            int size = Short.toUnsignedInt(file.getShort(PROGRAM_HEADER_SIZE));
            for (int index = 0; index < count; index++) {
                int at = Math.addExact(Math.toIntExact(file.getLong(PROGRAM_HEADERS)), index * size);
                segments.add(new Segment(
                        file.getInt(at), file.getLong(at + 8), file.getLong(at + 16), file.getLong(at + 32)));
            }
            List<String> needed = new ArrayList<>();
            List<String> versions = new ArrayList<>();
            for (Segment segment : segments) {
                if (segment.type() == PT_DYNAMIC) {
                    dynamic(segment, needed, versions);
                }
            }
            return new ElfFile(machine(), needed, versions);
        }

        private String machine() {
            int machine = Short.toUnsignedInt(file.getShort(MACHINE));
            return switch (machine) {
                case X86_64 -> "x86_64";
                case AARCH64 -> "aarch64";
                default -> "machine " + machine;
            };
        }

        private void dynamic(Segment segment, List<String> needed, List<String> versions) throws UnreadableException {
            List<Long> names = new ArrayList<>();
            long strings = 0;
            long verneed = 0;
            long verneeds = 0;
            int at = Math.toIntExact(segment.offset());
            int end = Math.addExact(at, Math.toIntExact(segment.size()));
            for (; at < end && file.getLong(at) != DT_NULL; at += DYNAMIC_ENTRY) {
                long tag = file.getLong(at);
                long value = file.getLong(at + Long.BYTES);
                if (tag == DT_NEEDED) {
                    names.add(value);
                } else if (tag == DT_STRTAB) {
                    strings = value;
                } else if (tag == DT_VERNEED) {
                    verneed = value;
                } else if (tag == DT_VERNEEDNUM) {
                    verneeds = value;
                }
            }
            int table = offset(strings);
            for (long name : names) {
                needed.add(text(table, name));
            }
            if (verneeds > 0) {
                versions(offset(verneed), verneeds, table, versions);
            }
        }

        /** Verneed: version, count of auxiliaries, file, first auxiliary, next; Vernaux: hash, flags, other, name, next. */
        private void versions(int first, long count, int table, List<String> versions) {
            int at = first;
            for (long index = 0; index < count; index++) {
                int auxiliaries = Short.toUnsignedInt(file.getShort(at + 2));
                int auxiliary = Math.addExact(at, file.getInt(at + 8));
                for (int each = 0; each < auxiliaries; each++) {
                    versions.add(text(table, Integer.toUnsignedLong(file.getInt(auxiliary + 8))));
                    auxiliary = Math.addExact(auxiliary, file.getInt(auxiliary + 12));
                }
                at = Math.addExact(at, file.getInt(at + 12));
            }
        }

        /** Where an address is in the file. */
        private int offset(long address) throws UnreadableException {
            for (Segment segment : segments) {
                if (segment.type() == PT_LOAD
                        && address >= segment.address()
                        && address < segment.address() + segment.size()) {
                    return Math.toIntExact(address - segment.address() + segment.offset());
                }
            }
            throw new UnreadableException("has an address that is in no segment: it is cut off or damaged");
        }

        private String text(int table, long index) {
            int start = Math.addExact(table, Math.toIntExact(index));
            int end = start;
            while (file.get(end) != 0) {
                end++;
            }
            byte[] text = new byte[end - start];
            file.get(start, text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
