package dev.mooring.loadgenerator.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    @ParameterizedTest
    @CsvSource({
        "99, source address not on this host",
        "98, no local port left",
        "13, other error: errno 13",
        "22, other error: errno 22"
    })
    void saysOfBindOnlyWhatItsErrorSays(int errno, String label) {
        assertEquals(label, Failure.ofBind(error("bind", errno)).label());
    }

    @ParameterizedTest
    @CsvSource({
        "99, no local port left",
        "23, no file descriptor left on this host",
        "24, no file descriptor left",
        "111, connect refused",
        "1, other error: errno 1"
    })
    void saysOfConnectOnlyWhatItsErrorSays(int errno, String label) {
        assertEquals(label, Failure.of(error("connect", errno)).label());
    }

    @Test
    void namesTheKindOfAnErrorWithoutNumber() {
        assertEquals(
                "other error: IllegalStateException",
                Failure.of(new IllegalStateException("whatever")).label());
    }

    @Test
    void findsTheReasonOfALabelWithItsDetail() {
        assertEquals(Optional.of(FailureReason.OTHER), FailureReason.named("other error: errno 13"));
        assertEquals(Optional.of(FailureReason.RESET), FailureReason.named("reset"));
        assertEquals(
                Optional.of(FailureReason.NO_DESCRIPTOR_ON_HOST),
                FailureReason.named("no file descriptor left on this host"));
        assertEquals(Optional.empty(), FailureReason.named("HTTP 503"));
    }

    /** As Netty writes them. */
    private static IOException error(String call, int errno) {
        return new IOException(call + "(..) failed with error(-" + errno + "): ...");
    }
}
