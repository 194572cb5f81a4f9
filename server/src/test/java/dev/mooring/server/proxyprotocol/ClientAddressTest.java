package dev.mooring.server.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private final ClientAddress address =
            new ClientAddress(new byte[] {(byte) 203, 0, 113, 7, (byte) 0xFF, (byte) 0xFE});

    @Test
    void tellsAddressAndPort() {
        assertArrayEquals(new byte[] {(byte) 203, 0, 113, 7}, address.address());
        assertEquals(65_534, address.port());
        assertEquals("203.0.113.7:65534", address.toString());
    }

    @Test
    void isEqualToTheSameAddressAndPort() {
        ClientAddress same = new ClientAddress(new byte[] {(byte) 203, 0, 113, 7, (byte) 0xFF, (byte) 0xFE});
        assertEquals(address, same);
        assertEquals(address.hashCode(), same.hashCode());
        assertNotEquals(address, new ClientAddress(new byte[] {(byte) 203, 0, 113, 7, 0, 1}));
    }
}
