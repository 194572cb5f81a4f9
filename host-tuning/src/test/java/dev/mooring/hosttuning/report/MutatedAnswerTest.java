package dev.mooring.hosttuning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.NumberedLines;
import dev.mooring.hosttuning.setting.Role;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What hosts say is data, whatever it is: answers that nobody expects, made by seed. */
class MutatedAnswerTest {
    private static final int ANSWERS = Integer.getInteger("mooring.mutations", 20_000);
    private static final long SEED = Long.getLong("mooring.seed", 20_261_129L);
    private static final CheckedPlan CHECKED =
            new CheckedPlan("0123456789abcdef", Role.SERVER, Instant.parse("2026-11-24T08:20:11Z"), Set.of());
    /** One report of each answer, so that every format meets thousands of them. */
    private static final List<Format> FORMATS = List.of(Format.values());

    private static final List<String> SURPRISES = List.of(
            "99999999999999999999",
            "99999999999999999999s",
            "-1",
            "",
            "1h 99999999999999999999min",
            "18446744073709551615",
            "\u001b[2J\u001b[H",
            "\u0000",
            "\u009b31m",
            "\u202e",
            "\ufffe",
            "\ufeff",
            "]]>",
            "<&\"'>",
            "\r\n",
            "\t",
            "{{[[",
            "null",
            "::mooring exit 0",
            "unlimited",
            "infinity",
            "0x1ffff",
            "\ud83d\ude80",
            "%s$1\\");

    private final Random random = new Random(SEED);

    @Test
    void makeNoExceptionAndNoReportThatCannotBeRead() throws IOException, ParserConfigurationException, SAXException {
        System.out.println("mutated answers: seed " + SEED);
        List<String> recording = Files.readAllLines(Golden.resource("verify/tuned.txt"));
        DocumentBuilder xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        ObjectMapper json = new ObjectMapper();
        int reached = 0;
        for (int i = 0; i < ANSWERS; i++) {
            HostOutcome outcome = outcome(mutated(recording));
            assertEquals("host", outcome.name());
            reached += outcome instanceof HostOutcome.Verified ? 1 : 0;
            List<HostOutcome> fleet = List.of(outcome);
            Format format = FORMATS.get(i % FORMATS.size());
            String report = render(fleet, format);
            switch (format) {
                case JUNIT -> xml.parse(new InputSource(new StringReader(report)));
                case JSON -> {
                    assertPlain(report, i);
                    json.readTree(report);
                }
                default -> assertPlain(report, i);
            }
        }
        assertTrue(reached > ANSWERS / 2, reached + " answers were whole");
    }

    private List<String> mutated(List<String> recording) {
        List<String> lines = new ArrayList<>(recording.subList(0, recording.size() - 1));
        for (int change = random.nextInt(1, 5); change > 0; change--) {
            int at = random.nextInt(lines.size());
            String surprise = SURPRISES.get(random.nextInt(SURPRISES.size()));
            String line = lines.get(at);
            int split = random.nextInt(line.length() + 1);
            switch (random.nextInt(7)) {
                case 0 -> lines.set(at, surprise);
                case 1 -> lines.set(at, line.substring(0, split) + surprise + line.substring(split));
                case 2 -> lines.set(at, line.replaceFirst("[0-9][0-9a-z]*", surprise.replaceAll("[$\\\\]", "")));
                case 3 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 4 -> lines.remove(at);
                case 5 -> lines.set(at, line.replaceFirst("=.*", "=" + surprise.replaceAll("[$\\\\]", "")));
                default -> lines.set(at, line.substring(0, split));
            }
        }
        long readings = lines.stream()
                .filter(line -> line.startsWith("::mooring exit "))
                .count();
        lines.add("::mooring end " + (random.nextInt(20) == 0 ? 0 : readings));
        return lines;
    }

    private static HostOutcome outcome(List<String> answer) {
        Host host = new Host() {
            @Override
            public String name() {
                return "host";
            }

            @Override
            public HostReply run(String script) {
                return new HostReply(NumberedLines.number(String.join("\n", answer)), 0);
            }
        };
        try {
            return new HostOutcome.Verified(RecordedReports.CHECK.check(host));
        } catch (HostUnreachableException cut) {
            return new HostOutcome.Unreachable("host", String.valueOf(cut.getMessage()));
        }
    }

    private static String render(List<HostOutcome> fleet, Format format) {
        return FleetReport.render(fleet, CHECKED, format, false);
    }

    private static void assertPlain(String report, int answer) {
        assertTrue(
                report.chars().allMatch(each -> each == '\n' || !Character.isISOControl(each)),
                () -> "answer " + answer + " of seed " + SEED + ": " + report);
    }
}
