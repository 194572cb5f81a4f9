package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.NumberedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check that was cut off found nothing, whatever it found before. */
class WholeAnswerTest {
    @Test
    void isNotReachedWhereverItsAnswerIsCut() throws IOException {
        List<String> lines = recording();
        for (int length = 0; length < lines.size(); length++) {
            String cut = String.join("\n", lines.subList(0, length));
            assertThrows(HostUnreachableException.class, () -> check(cut, 0), length + " lines");
        }
    }

    @Test
    void isReachedWhenItsAnswerIsWhole() throws IOException, HostUnreachableException {
        assertTrue(check(String.join("\n", recording()), 0).findings().size() > 30);
    }

    @Test
    void namesTheCutAndTheExitCode() throws IOException {
        List<String> lines = recording();
        HostUnreachableException refusal = assertThrows(
                HostUnreachableException.class,
                () -> check(String.join("\n", lines.subList(0, lines.indexOf("::mooring exit 0") + 1)), -1));
        assertEquals(
                "The check was cut off after 1 readings, exit code -1; check again, and look for what ends commands on"
                        + " that host",
                refusal.getMessage());
    }

    @Test
    void isNotReachedWhenTheShellWasKilledAfterTheLastLine() throws IOException {
        String whole = String.join("\n", recording());
        assertThrows(HostUnreachableException.class, () -> check(whole, 137));
    }

    @Test
    void isNotReachedWhenAReadingInTheMiddleWasLost() throws IOException {
        List<String> lines = new ArrayList<>(recording());
        lines.remove(lines.indexOf("::mooring exit 0"));
        assertThrows(HostUnreachableException.class, () -> check(String.join("\n", lines), 0));
    }

    @Test
    void doesNotTakeAServerForAbsentThatItCouldNotLookFor() throws IOException, HostUnreachableException {
        String hidden = String.join("\n", recording())
                .replaceFirst(
                        "(?s)::mooring server-pid\n871\n\n::mooring exit 0",
                        "::mooring server-pid\n\n::mooring exit 77");
        Finding finding = check(hidden, 0).findings().stream()
                .filter(candidate -> candidate.check().id().equals("server nofile"))
                .findFirst()
                .orElseThrow();
        assertEquals(Outcome.UNKNOWN, finding.outcome());
        assertEquals("Whether a server is running could not be read.", finding.sentence());
    }

    private static List<String> recording() throws IOException {
        return Files.readAllLines(Golden.resource("verify/tuned.txt"));
    }

    private static HostReport check(String answer, int exitCode) throws HostUnreachableException {
        return RecordedReports.CHECK.check(new Host() {
            @Override
            public String name() {
                return "host";
            }

            @Override
            public HostReply run(String script) {
                return new HostReply(NumberedLines.number(answer), exitCode);
            }
        });
    }
}
