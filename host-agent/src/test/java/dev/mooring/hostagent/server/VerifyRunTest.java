package dev.mooring.hostagent.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.VerifyJson;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hostagent.configuration.VerifySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gate against verify commands that go wrong, run by a real shell. In a command {@code @good}, {@code @warned},
 * {@code @failed} and {@code @unknown} print such a report; each ends with 0 unless it says otherwise.
 */
class VerifyRunTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:20:11Z");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void letsATunedHostIn() throws IOException, InterruptedException {
        assertEquals(Optional.empty(), obstacle("@good"));
    }

    @Test
    void letsAHostInWithAWarningThatIsAccepted() throws IOException, InterruptedException {
        assertEquals(Optional.empty(), obstacle("@warned; exit 11"));
    }

    @Test
    void ignoresWhatIsPrintedOnStandardError() throws IOException, InterruptedException {
        assertEquals(Optional.empty(), obstacle("echo noise >&2; @good"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The shell ends, and verify never ran.
                "verify --config '/etc/mooring/fleet.json",
                "",
                ": >e; sh e",
                "true",
                "exit 2",
                "exit 10",
                "exit 11",
                "no-such-verify --local",
                "/etc/hostname --local",
                "kill -9 $$",
                "if [ -x verify ]; then verify; fi",
                // Something is printed, and it is no report.
                "echo all is well",
                "echo null",
                "echo '[]'",
                "echo '{}'",
                "echo '\"tuned\"'",
                "echo '{\"exitCode\":0}'",
                // It is a report, and not a whole one, or more than one.
                "@good | head -c 200",
                "@good | head -n -1",
                "@good; @good",
                "echo Last login: today; @good",
                "@good; echo done",
                "@good | tr -d '}'",
                "@good | sed 's/\"plan\"/\"plan\":\"other\",\"plan\"/'",
                // Its verdict and the exit code differ.
                "@good; exit 10",
                "@good; exit 1",
                "@good; exit 11",
                "@failed",
                "@failed || true",
                "@failed | cat",
                "@warned",
                // It says no good of the host.
                "@failed; exit 10",
                "@unknown; exit 10",
                "@unknown; exit 11",
                "@warned | sed 's/obsolete keys/tuning record/'; exit 11",
                "@warned | sed 's/WARNING/FAILURE/'; exit 11",
                "@good | sed 's/PASS/FINE/'",
                "@good | sed 's/\"outcome\":\"PASS\",//'",
                "@good | sed 's/\"findings\":.*/\"findings\":[]}]}/'",
                "@good | sed 's/\"findings\":.*/\"unreachable\":\"cut off\"}]}/'",
                "@good | sed 's/\"findings\":/\"notInService\":\"leaving\",\"findings\":/'",
                // It is about something else.
                "@good | sed 's/\"plan\":\"[0-9a-f]*/\"plan\":\"0000000000000000/'",
                "@good | sed 's/\"role\":\"server/\"role\":\"load-generator/'",
                "@good | sed 's/\"boot\":\"/\"boot\":\"other-/'",
                "@good | sed 's/\"boot\":\"[^\"]*\"/\"boot\":\"\"/'",
                "@good | sed 's/2026-11-24T08:20:11Z/2026-11-24T08:20:10Z/'",
                "@good | sed 's/2026-11-24T08:20:11Z/2027-11-24T08:20:11Z/'",
                "@good | sed 's/2026-11-24T08:20:11Z/today/'",
                "@good | sed 's/\"hosts\":\\[.*/\"hosts\":[]}/'",
                "@good | sed 's/\"hosts\":\\[\\(.*\\)]}$/\"hosts\":[\\1,\\1]}/'",
                // It never comes to an end by itself.
                "yes",
                "yes '['"
            })
    void letsNobodyInOnACommandThatWentWrong(String command) throws IOException, InterruptedException {
        assertTrue(obstacle(command).isPresent(), command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sleep 1000", "trap '' TERM; sleep 1000", "@good; sleep 1000", "@good; sleep 1000 & exit 0"})
    void letsNobodyInOnACommandThatDoesNotEnd(String command) throws IOException, InterruptedException {
        assertTrue(obstacle(command, Duration.ofMillis(300)).isPresent(), command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo broken >&2; exit 3|verify printed no report as JSON, exit code 3: broken",
                "@failed; exit 10|verify found: fs.nr_open: The kernel has 1048576. (FAILURE)",
                "@unknown; exit 10|verify found: fs.nr_open: It could not be read. (FAILURE)",
                "@failed|the report of verify is not about this check: exit code 10, but the command ended with 0",
            })
    void saysWhatIsInTheWay(String command, String sentence) throws IOException, InterruptedException {
        assertEquals(Optional.of(sentence), obstacle(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo why >&2; kill -9 $$|verify was ended by signal 9, exit code 137: why",
                "@good; exit 143|verify was ended by signal 15, exit code 143",
                "echo why >&2; exit 124|verify printed no report as JSON, exit code 124: why",
                "@good; exit 124|the report of verify is not about this check: exit code 0, but the command ended with 124",
                "echo why >&2; yes|verify printed more than 4MiB: why",
                "yes ö|verify printed more than 4MiB",
            })
    void saysHowTheCommandEnded(String command, String sentence) throws IOException, InterruptedException {
        assertEquals(Optional.of(sentence), obstacle(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo why >&2; sleep 1000|verify did not end within @limit: why",
                "trap '' TERM; sleep 1000|verify did not end within @limit",
                "exec >&-; exec 2>&-; sleep 1000|verify did not end within @limit",
                "@good; sleep 1000 & exit 0|verify ended, but what it started goes on and holds its output open",
                "@good; sleep 1000 >/dev/null & exit 0|verify ended, but what it started goes on and holds its output open",
            })
    void saysWhyItDidNotWaitLonger(String command, String sentence) throws IOException, InterruptedException {
        Duration limit = Duration.ofMillis(300);
        Optional<String> said = obstacle(command, limit);
        // What a slow machine does not reach within the limit, it reaches within a longer one.
        while (!said.equals(within(limit, sentence)) && limit.compareTo(LIMIT) < 0) {
            limit = limit.multipliedBy(3);
            said = obstacle(command, limit);
        }
        assertEquals(within(limit, sentence), said);
    }

    private static Optional<String> within(Duration limit, String sentence) {
        return Optional.of(sentence.replace("@limit", DurationText.format(limit)));
    }

    @Test
    void showsControlCharactersOfAHostAsEscapes() throws IOException, InterruptedException {
        assertEquals(
                Optional.of("verify found: fs.nr_open: \\u001b[2J\\u007f\\u009b\\u202e has 1048576. (FAILURE)"),
                obstacle("@failed | sed 's/The kernel/\\\\u001b[2J\\\\u007f\\\\u009b\\\\u202e/'; exit 10"));
    }

    @Test
    void letsAWarningPassOnlyWhereItIsAccepted() throws IOException, InterruptedException {
        VerifySettings strict = new VerifySettings(command("@warned; exit 11"), VerifyJson.PLAN, Map.of());
        assertEquals(
                Optional.of("verify found: obsolete keys: A file names one. (WARNING)"),
                new VerifyRun(strict, LIMIT, () -> NOW).obstacle());
    }

    private Optional<String> obstacle(String command) throws IOException, InterruptedException {
        return obstacle(command, LIMIT);
    }

    private Optional<String> obstacle(String command, Duration limit) throws IOException, InterruptedException {
        VerifySettings settings =
                new VerifySettings(command(command), VerifyJson.PLAN, Map.of("obsolete keys", "they change nothing"));
        return new VerifyRun(settings, limit, () -> NOW).obstacle();
    }

    private String command(String text) throws IOException {
        String command = text;
        for (VerifyJson report : VerifyJson.values()) {
            Path file = Files.writeString(folder.resolve(report.toString()), report.at(NOW));
            command = command.replace("@" + report, "cat " + file);
        }
        return "cd " + folder + "; " + command;
    }
}
