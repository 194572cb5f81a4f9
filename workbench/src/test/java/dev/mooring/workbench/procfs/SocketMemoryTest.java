package dev.mooring.workbench.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SocketMemoryTest {
    private static final int CONNECTIONS = 1_000;

    @Test
    void addsUpWhatTheCachesOfSocketsGrewBy() {
        KernelMemory memory = sockets(2_100, 2_050).perSocketSince(sockets(100, 50), CONNECTIONS);
        assertEquals(KernelMemory.Source.SOCKET_CACHES, memory.source());
        assertEquals(2_048 + 1_024 + 256, memory.bytes());
    }

    @Test
    void countsOneObjectOfEachCacheWhereOtherSocketsCameToo() {
        KernelMemory memory = sockets(9_100, 9_050).perSocketSince(sockets(100, 50), CONNECTIONS);
        assertEquals(KernelMemory.Source.OBJECT_SIZES, memory.source());
        assertEquals(2_048 + 1_024 + 256, memory.bytes());
    }

    @Test
    void halvesTheSumWhereTheCachesAreUnreadable() {
        SocketMemory none = SocketMemory.parse("", "Slab: 1000 kB\n");
        KernelMemory memory = SocketMemory.parse("", "Slab: 9000 kB\n").perSocketSince(none, CONNECTIONS);
        assertEquals(KernelMemory.Source.SLAB_SUM, memory.source());
        assertEquals(4_096, memory.bytes());
    }

    private static SocketMemory sockets(int tcp, int inodes) {
        return SocketMemory.parse(
                String.format(Locale.ROOT, """
                        slabinfo - version: 2.1
                        # name <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables
                        TCP %d %d 2000 16 8 : tunables 0 0 0
                        sock_inode_cache %d %d 1000 16 4 : tunables 0 0 0
                        filp 700 700 250 16 1 : tunables 0 0 0
                        """, tcp, tcp, inodes, inodes), "MemTotal: 5 kB\nSlab: 1000 kB\n");
    }
}
