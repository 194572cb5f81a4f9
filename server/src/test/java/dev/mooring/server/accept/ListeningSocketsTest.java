package dev.mooring.server.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.net.InetAddress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said of errors that a test cannot make the kernel give. */
class ListeningSocketsTest {
    private static final int EAFNOSUPPORT = -97;
    private static final int ENOBUFS = -105;

    @BeforeAll
    static void loadNativeCode() {
        Epoll.ensureAvailability();
    }

    @Test
    void namesTheAddressThatNeedsIpv6() {
        assertEquals(
                "bind=0:0:0:0:0:0:0:0 needs IPv6, which this machine does not have; bind an IPv4 address",
                refusal("::", EAFNOSUPPORT));
    }

    @Test
    void passesOnAnyOtherError() {
        assertEquals(
                "ports=8080 cannot be opened on 127.0.0.1; newSocketStream(..) failed with error(-105): No buffer space"
                        + " available",
                refusal("127.0.0.1", ENOBUFS));
    }

    private static String refusal(String bind, int error) {
        return String.valueOf(ListeningSockets.refusal(
                        InetAddress.ofLiteral(bind), 8080, Errors.newIOException("newSocketStream", error))
                .getMessage());
    }
}
