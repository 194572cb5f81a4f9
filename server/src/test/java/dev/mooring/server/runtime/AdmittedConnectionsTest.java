package dev.mooring.server.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.handler.BuiltInHandler;
import org.junit.jupiter.api.Test;

class AdmittedConnectionsTest {
    @Test
    void promisesNoMoreConnectionsThanItsOwnDescriptorsLeave() {
        assertEquals(9, admitted(9, false));
        assertEquals(20, admitted(30, false));
    }

    @Test
    void isStrictAboutItsOwnDescriptorsToo() {
        RefusedException refused = assertThrows(RefusedException.class, () -> admitted(9, true));
        assertEquals(
                "max-connections=20 is more than 9, which nofile allows; raise that limit, lower max-connections, or start"
                        + " without --strict",
                refused.getMessage());
    }

    private static int admitted(int webSockets, boolean strict) {
        GrantedHost host = new GrantedHost(60, Bytes.gibi(13), Bytes.mebi(192));
        ServerConfiguration configuration = ServerConfiguration.builder(BuiltInHandler.IDLE)
                .maxConnections(20)
                .strict(strict)
                .build();
        return AdmittedConnections.of(configuration, host, webSockets);
    }
}
