package dev.mooring.capacity.unit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PortClaimTest {
    private static final String V4 = "127.0.0.1";
    private static final String V6 = "::1";
    private static final String ANY_V4 = "0.0.0.0";
    private static final String ANY_V6 = "::";
    /** Which addresses have none of their ports left beside each, as Linux answers bind(2) by default. */
    private static final Map<String, Set<String>> TAKEN = Map.of(
            V4, Set.of(V4, ANY_V4, ANY_V6),
            V6, Set.of(V6, ANY_V6),
            ANY_V4, Set.of(V4, ANY_V4, ANY_V6),
            ANY_V6, Set.of(V4, V6, ANY_V4, ANY_V6));

    @Test
    void onePortIsTakenOnceWhereBothAddressesHaveIt() throws UnknownHostException {
        for (String one : TAKEN.keySet()) {
            for (String other : TAKEN.keySet()) {
                for (int port : List.of(8079, 8080, 8083, 8084)) {
                    List<PortClaim> claims = List.of(
                            PortClaim.of("ports", new PortRange(8080, 8083), InetAddress.getByName(one)),
                            PortClaim.of("push", new InetSocketAddress(InetAddress.getByName(other), port)));
                    String which = one + " " + other + " " + port;
                    if (port >= 8080
                            && port <= 8083
                            && TAKEN.getOrDefault(one, Set.of()).contains(other)) {
                        assertThrows(RefusedException.class, () -> PortClaim.requireApart(claims), which);
                    } else {
                        assertDoesNotThrow(() -> PortClaim.requireApart(claims), which);
                    }
                }
            }
        }
    }

    @Test
    void namesBothSettings() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        PortClaim ports = PortClaim.of("ports", new PortRange(8080, 8083), loopback);
        PortClaim admin = PortClaim.of("admin", new InetSocketAddress(loopback, 9000));
        assertEquals(
                "push=127.0.0.1:8083 is one of ports=8080-8083 on 127.0.0.1; choose another port for the one or the other",
                refusal(ports, PortClaim.of("push", new InetSocketAddress(loopback, 8083))));
        assertEquals(
                "push=127.0.0.1:9000 has the port of admin=127.0.0.1:9000; choose another port for the one or the other",
                refusal(ports, admin, PortClaim.of("push", new InetSocketAddress(loopback, 9000))));
        assertEquals(
                "tls-ports=8083-8090 overlaps ports=8080-8083; choose other ports for the one or the other, or the same for"
                        + " both to speak TLS alone",
                refusal(ports, PortClaim.of("tls-ports", new PortRange(8083, 8090), loopback)));
    }

    @Test
    void anyFreePortIsNobodyElses() {
        PortClaim any = PortClaim.of("admin", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertDoesNotThrow(() -> PortClaim.requireApart(List.of(any, any)));
    }

    private static String refusal(PortClaim... claims) {
        return String.valueOf(assertThrows(RefusedException.class, () -> PortClaim.requireApart(List.of(claims)))
                .getMessage());
    }
}
