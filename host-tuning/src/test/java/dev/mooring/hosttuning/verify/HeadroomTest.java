package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.Limit;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadroomTest {
    @Test
    void isBoundByTheServersOwnLimit() throws HostUnreachableException {
        assertEquals(new Limit("nofile of the server", 998_976, "raise LimitNOFILE"), binding("tuned"));
    }

    @Test
    void countsTheConntrackTableOnlyWhereItIsInUse() throws HostUnreachableException {
        assertEquals("nf_conntrack_max", binding("conntrack-active").name());
        assertEquals(1_048_576 - 50_001, binding("conntrack-active").connections());
        assertEquals(
                List.of("nofile of the server", "fs.nr_open", "fs.file-max", "memory"),
                headroom("tuned").limits().stream().map(Limit::name).toList());
    }

    @Test
    void isNothingWhereTheServerHasTheDefaultLimit() throws HostUnreachableException {
        assertEquals(0, binding("unit-without-limit").connections());
    }

    private static Limit binding(String recording) throws HostUnreachableException {
        return headroom(recording).binding();
    }

    private static Headroom headroom(String recording) throws HostUnreachableException {
        return RecordedReports.of(recording).headroom().orElseThrow();
    }
}
