package dev.mooring.server;

import dev.mooring.capacity.unit.PortClaim;
import java.util.ArrayList;
import java.util.List;

/** What a configuration listens on, so that whoever adds a port can see whether it is another. */
public final class ListeningPorts {
    private ListeningPorts() {}

    /** Its claims, by their settings. The same range for {@code ports} and {@code tls-ports} is one: no port is without TLS. */
    public static List<PortClaim> of(ServerConfiguration settings) {
        List<PortClaim> claims = new ArrayList<>();
        settings.plainPorts().ifPresent(plain -> claims.add(PortClaim.of("ports", plain, settings.bind())));
        settings.tls().ifPresent(tls -> claims.add(PortClaim.of("tls-ports", tls.ports(), settings.bind())));
        settings.admin().ifPresent(address -> claims.add(PortClaim.of("admin", address)));
        settings.health().ifPresent(address -> claims.add(PortClaim.of("health", address)));
        return claims;
    }
}
