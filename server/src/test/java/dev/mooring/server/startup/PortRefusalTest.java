package dev.mooring.server.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.RefusedException;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of errors, most of which a test cannot make the kernel give, whatever the language of its words. */
class PortRefusalTest {
    private static final int ENOBUFS = -105;

    @BeforeAll
    static void loadNativeCode() {
        Epoll.ensureAvailability();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            98 | true  | ports=8080 is in use on 0.0.0.0; stop what listens there or choose other ports
            13 | false | ports=8080 needs a privilege this user lacks; choose ports of 1024 or more
            99 | false | bind=0.0.0.0 is not an address of this machine; see: ip address
            24 | false | ports=8080 needs a descriptor, and none is left; raise LimitNOFILE or choose fewer ports
            23 | true  | ports=8080 needs a descriptor, and the system has none left; raise fs.file-max
            97 | false | bind=0.0.0.0 needs IPv6, which this machine does not have; bind an IPv4 address
            """)
    void saysWhatTheErrorNumberMeansAndWhetherToTryAgain(int errno, boolean again, String sentence) {
        RefusedException refused = refusal(Errors.newIOException("bind", -errno));
        assertEquals(sentence, refused.getMessage());
        assertEquals(again, refused.isUnavailable());
        assertEquals(
                sentence,
                refusal(new ChannelException(Errors.newIOException("newSocketStream", -errno)))
                        .getMessage());
    }

    @Test
    void doesNotGoByWords() {
        assertEquals(
                "ports=8080 cannot be opened on 0.0.0.0; Address already in use",
                refusal(new IOException("Address already in use")).getMessage());
    }

    @Test
    void passesOnAnyOtherError() {
        assertEquals(
                "ports=8080 cannot be opened on 0.0.0.0; newSocketStream(..) failed with error(-105): No buffer space"
                        + " available",
                refusal(Errors.newIOException("newSocketStream", ENOBUFS)).getMessage());
    }

    private static RefusedException refusal(Throwable failed) {
        return PortRefusal.of("ports", 8080, "bind", InetAddress.ofLiteral("0.0.0.0"), failed);
    }
}
