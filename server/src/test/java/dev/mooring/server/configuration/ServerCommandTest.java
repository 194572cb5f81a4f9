package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.RefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A supervisor tries again after 69, and not after 64. */
class ServerCommandTest {
    @Test
    void exitsWith69WhenAPortIsInUse() {
        assertEquals(
                69, exitCode(RefusedException.unavailable("ports", 8080, "is in use on", "::", "choose other ports")));
    }

    @Test
    void exitsWith64WhenTheConfigurationIsRefused() {
        assertEquals(
                64, exitCode(RefusedException.of("ports", 80, "needs", "a privilege", "choose ports of 1024 or more")));
    }

    private static int exitCode(RefusedException refusal) {
        return ServerCommand.execute(new String[0], Map.of(), 2, configuration -> {
            throw refusal;
        });
    }
}
