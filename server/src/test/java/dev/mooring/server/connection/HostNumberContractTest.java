package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.HostId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A host that nobody numbered has the number that the agent would have written. */
class HostNumberContractTest {
    private static final long SEED = 26;

    @Test
    void isTheNumberThatTheAgentWrites() throws UnknownHostException {
        Random random = new Random(SEED);
        for (int length : new int[] {4, 16}) {
            for (int i = 0; i < 10_000; i++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                InetAddress address = InetAddress.getByAddress(bytes);
                assertEquals(HostId.of(address), HostNumber.of(address), () -> "seed " + SEED + ", " + address);
            }
        }
    }
}
