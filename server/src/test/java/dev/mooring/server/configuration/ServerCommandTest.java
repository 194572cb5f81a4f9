package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.RefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"1, 0, 2", "4, 0, 4", "1, 1, 1", "4, 3, 3"})
    void hasAtLeastTwoEventLoopsUnlessToldOtherwise(int processors, int asked, int loops) {
        String[] arguments = {"--event-loops=" + asked};
        assertEquals(loops, ServerCommand.execute(arguments, Map.of(), processors, ServerConfiguration::eventLoops));
    }

    private static int exitCode(RefusedException refusal) {
        return ServerCommand.execute(new String[0], Map.of(), 2, configuration -> {
            throw refusal;
        });
    }
}
