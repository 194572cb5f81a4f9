package dev.mooring.proof.soak.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.proof.soak.process.ProcessMemory.HeapRange;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
    private static final HeapRange HEAP = new HeapRange(0xf6000000L, 0x100000000L);

    @Test
    void readsTheAddressesOfAllGenerations() {
        assertEquals(HEAP, HeapRange.parse("""
                4711:
                 DefNew     total 3712K, used 1202K [0x00000000f6000000, 0x00000000f6400000, 0x00000000f6400000)
                  eden space 3328K,  36% used [0x00000000f6000000, 0x00000000f612c9d0, 0x00000000f6340000)
                 Tenured    total 159744K, used 4020K [0x00000000f6400000, 0x0000000100000000, 0x0000000100000000)
                 Metaspace       used 6094K, committed 6272K, reserved 1114112K
                """));
    }

    @Test
    void refusesAHeapWithoutAddresses() {
        assertEquals(
                "no addresses in nothing",
                assertThrows(IllegalArgumentException.class, () -> HeapRange.parse("nothing"))
                        .getMessage());
    }

    @Test
    void tellsTheHeapFromTheRest() {
        ProcessMemory memory = ProcessMemory.parse("""
                f6000000-f6400000 rw-p 00000000 00:00 0
                Size:               4096 kB
                Rss:                3000 kB
                Pss:                3000 kB
                f6400000-100000000 rw-p 00000000 00:00 0
                Rss:                5000 kB
                7f0000000000-7f0000100000 r-xp 00000000 fe:00 1234   /usr/lib/libc.so.6
                Rss:                 700 kB
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0   [vsyscall]
                Rss:                   4 kB
                """, HEAP);
        assertEquals(new ProcessMemory(8_000 << 10, 704 << 10), memory);
        assertEquals(8_704 << 10, memory.bytes());
    }
}
