package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.handler.BuiltInHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The program without an option and the embedded server without a setting are the same server. */
class DefaultsTest {
    @Test
    void ofTheCommandLineAreThoseOfTheBuilder() {
        List<ServerConfiguration> read = new ArrayList<>();
        int code = ServerCommand.execute(new String[0], Map.of(), 2, configuration -> {
            read.add(configuration);
            return 0;
        });
        assertEquals(0, code);
        assertEquals(
                values(ServerConfiguration.builder(BuiltInHandler.IDLE)
                        .eventLoops(ServerConfiguration.usualLoops(2))
                        .build()),
                values(read.getFirst()));
    }

    /** All but ports and admin port, which a program needs other than an application does. */
    private static List<Object> values(ServerConfiguration configuration) {
        return List.of(
                configuration.handler(),
                configuration.bind(),
                configuration.timeouts(),
                ConnectionLimits.of(configuration),
                configuration.drainDelay(),
                configuration.drainWindow(),
                configuration.maxConnections(),
                configuration.bufferBudget(),
                configuration.proxyHeaderRequired(),
                configuration.eventLoops(),
                configuration.strict());
    }
}
