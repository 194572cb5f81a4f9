package dev.mooring.server.runtime;

import dev.mooring.capacity.AdmissionCap;
import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.ServerConfiguration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many WebSockets a server lets in. */
final class AdmittedConnections {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private AdmittedConnections() {}

    /**
     * As many as asked for, or as the host and the descriptors that this server leaves allow; the log says why it is fewer.
     *
     * @param webSockets for how many the process has descriptors
     * @throws RefusedException when the configuration is strict and asks for more
     */
    static int of(ServerConfiguration configuration, GrantedHost host, int webSockets) {
        OptionalLong asked = configuration.maxConnections().isPresent()
                ? OptionalLong.of(configuration.maxConnections().getAsInt())
                : OptionalLong.empty();
        Bytes attached = configuration.tls().isPresent() ? MeasuredCosts.TLS_HEAP : Bytes.of(0);
        AdmissionCap cap = AdmissionCap.of(asked, host, attached).within(webSockets, host);
        if (cap.reason().isPresent()) {
            if (configuration.strict() && asked.isPresent()) {
                throw RefusedException.of(
                        "max-connections",
                        asked.getAsLong(),
                        "is more than",
                        cap.connections() + ", which " + cap.bindingLimit() + " allows",
                        "raise that limit, lower max-connections, or start without --strict");
            }
            LOG.warn("{}", cap.reason().get());
        }
        return Math.toIntExact(cap.connections());
    }
}
