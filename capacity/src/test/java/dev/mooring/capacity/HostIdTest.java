package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostIdTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 66051",
        "172.31.255.254, 2097150",
        "192.168.0.1, 11010049",
        "127.0.0.1, 0",
        "0.0.0.0, 0",
        "::1, 0",
        "fd00::a01:203, 66051"
    })
    void isTheEndOfTheAddress(String address, int number) {
        assertEquals(number, HostId.of(InetAddress.ofLiteral(address)));
    }
}
