package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandRouteTest {
    private static final SshAddress ADDRESS = new SshAddress("admin", "10.0.0.1", 2222);

    @Test
    void fillsInHostPortAndUser() {
        assertEquals(List.of("nc", "10.0.0.1", "2222", "as=admin", "100%"), words("nc %h %p as=%r 100%%"));
    }

    @Test
    void keepsQuotedWordsTogether() {
        assertEquals(
                List.of("sh", "-c", "exec nc \"10.0.0.1\" 2222", "a b"), words("sh -c 'exec nc \"%h\" %p' a\" b\""));
    }

    @Test
    void refusesAnOpenQuote() {
        assertRefused("nc '%h", "proxy-command=nc '%h is not a command with its quotes closed");
    }

    @Test
    void refusesAnEmptyCommand() {
        assertRefused(" ", "proxy-command=  is not a command with its quotes closed");
    }

    @Test
    void refusesATokenItDoesNotKnow() {
        assertRefused("nc %n", "proxy-command=%n has the unknown token %n");
    }

    private static List<String> words(String command) {
        return new CommandRoute(command).fill(ADDRESS);
    }

    private static void assertRefused(String command, String sentence) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> new CommandRoute(command));
        assertEquals(sentence + "; write it as for ssh: nc %h %p", refusal.getMessage());
    }
}
