package dev.mooring.server;

import dev.mooring.capacity.unit.PortClaim;
import dev.mooring.capacity.unit.RefusedException;

/** What settings may be, by themselves and beside each other. */
final class ConfigurationBounds {
    /**
     * Netty keeps a loop's connections in a hash map by descriptor, and a removal there looks at all that follows until the
     * next gap. One loop has every descriptor and no gap: closing N connections at once takes N * N / 2 looks, some ten
     * seconds for 100,000. Of two loops each has gaps where the other's descriptors are. The second one costs two buffers
     * of 64 KiB, a thread, and a listening socket for each port.
     */
    static final int MIN_LOOPS = 2;

    /**
     * Each has some 130 KiB of direct memory, and with TLS another 96 KiB and as much as 32 KiB of heap; of direct memory the
     * JVM grants as much as of heap: 32 MiB at the least. Compression takes 128 KiB of each one's heap and up to 310 KB that is
     * neither, 56 MB for all.
     */
    static final int MAX_LOOPS = 128;

    private static final int MAX_HOST_ID = (1 << 24) - 1;

    private ConfigurationBounds() {}

    static void require(ServerConfiguration settings) {
        requireWithin("event-loops", settings.eventLoops(), MAX_LOOPS, "give one for each processor, or leave it out");
        requireWithin(
                "max-connections", settings.maxConnections().orElse(1), Integer.MAX_VALUE, "name how many to admit");
        // No port may be wanted for two things.
        PortClaim.requireApart(ListeningPorts.of(settings));
        requireHostId(settings.hostId().orElse(0));
    }

    private static void requireWithin(String name, int number, int most, String remedy) {
        if (number < 1) {
            throw RefusedException.of(name, number, "is less than", 1, remedy);
        }
        if (number > most) {
            throw RefusedException.of(name, number, "is more than", most, remedy);
        }
    }

    private static void requireHostId(int number) {
        if (number < 0 || number > MAX_HOST_ID) {
            throw RefusedException.of("host-id", number, "is outside", "0-" + MAX_HOST_ID, "give each host its own");
        }
    }
}
