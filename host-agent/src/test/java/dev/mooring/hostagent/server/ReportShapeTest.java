package dev.mooring.hostagent.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.VerifyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of which one member is of another type, missing, there twice, or not known. */
class ReportShapeTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:20:11Z");
    private static final Pattern MEMBER = Pattern.compile("\"([a-zA-Z]+)\" ?: ?(\"[^\"]*\"|[0-9]+|\\[|\\{)");
    private static final List<String> OTHERS = List.of(
            "0",
            "\"0\"",
            "11",
            "\"11\"",
            "0.0",
            "0e0",
            "-0",
            "1e400",
            "99999999999999999999",
            "true",
            "\"true\"",
            "null",
            "\"null\"",
            "\"\"",
            "[]",
            "{}",
            "[0]",
            "[[0]]",
            "{\"exitCode\":0}");

    /** Where a member with that value says the same, or may say anything. */
    private static final Set<String> FREE = Set.of("host", "sentence");

    @Test
    void letNobodyInWhateverAMemberIsInstead() throws IOException {
        String good = VerifyJson.GOOD.at(NOW);
        assertEquals(Optional.empty(), obstacle(good));
        List<String> joined = new ArrayList<>();
        int tried = 0;
        for (MatchResult member : MEMBER.matcher(good).results().toList()) {
            for (String other : OTHERS) {
                String changed = good.substring(0, member.start(2)) + other + rest(good, member);
                boolean same = other.equals(member.group(2))
                        || (FREE.contains(member.group(1)) && other.startsWith("\""))
                        || (member.group(1).equals("id") && other.startsWith("\""))
                        || other.equals("-0");
                if (!same && obstacle(changed).isEmpty()) {
                    joined.add(changed);
                }
                tried++;
            }
            String renamed = good.substring(0, member.start(1)) + "x" + good.substring(member.start(1));
            if (obstacle(renamed).isEmpty()) {
                joined.add(renamed);
            }
        }
        assertEquals(List.of(), joined);
        assertTrue(tried > 150, tried + " reports");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"exitCode\":0|\"exitCode\":\"0\"|report.exitCode is \"0\", not a whole number",
                "\"exitCode\":0|\"exitCode\":0.0|report.exitCode is 0.0, not a whole number",
                "\"exitCode\":0|\"exitCode\":null|report.exitCode is null, not a whole number",
                "\"severity\":\"FAILURE\"|\"severity\":true|"
                        + "report.hosts[0].findings[0].severity is true, not one of FAILURE, WARNING",
                "\"outcome\":\"PASS\",||report.hosts[0].findings[0] has no outcome",
                "\"host\"|\"more\":1,\"host\"|report.hosts[0] has more, which is not known",
            })
    void saysWhichMemberIsWrong(String member, String other, String difference) throws IOException {
        String report = VerifyJson.GOOD.at(NOW).replace(member, other == null ? "" : other);
        assertEquals(Optional.of("verify printed no report of its form: " + difference), obstacle(report));
    }

    @Test
    void knowsEveryMemberThatVerifyWrites() throws IOException {
        String recorded = Files.readString(Path.of(
                "..",
                "host-tuning",
                "src",
                "test",
                "resources",
                "dev",
                "mooring",
                "hosttuning",
                "report",
                "fleet.exit-12.json.txt"));
        assertEquals(
                Optional.empty(),
                ReportShape.REPORT.difference(
                        "report", JsonObject.read(recorded).orElseThrow()));
    }

    /** What follows a member: after a list or an object, whose end would have to be found, nothing but an end. */
    private static String rest(String report, MatchResult member) {
        return switch (member.group(2)) {
            case "[" -> member.group(1).equals("hosts") ? "}" : "}]}";
            default -> report.substring(member.end(2));
        };
    }

    private static Optional<String> obstacle(String report) throws IOException {
        Question question = new Question(
                VerifyJson.PLAN,
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
                NOW,
                NOW,
                Set.of());
        return VerifyReport.of(new CommandOutput.Ended(0, report, "")).obstacle(question);
    }
}
