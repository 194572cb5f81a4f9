package dev.mooring.capacity.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlanCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default.0.txt|",
                "default.0.json|--json",
                "default.0.properties|--properties",
                "server.0.properties|--server-properties",
                "direct.0.txt|--front direct --instance-type m8g.large --connections 1000000 --user-bytes 500B",
                "spare.0.txt|--total 1200000 --spare zone",
                "tls-host.0.txt|--tls host",
                "cheapest.0.txt|--cheapest --connections 600000",
                "cheapest-tls.0.txt|--cheapest --connections 10000000 --keepalive 60s --tls",
                "cheapest.0.json|--cheapest --connections 10000 --format json",
                "tls.0.txt|--tls true --instance-type m8i.xlarge --ports 8443 --total 3000000 --target-type instance"
            })
    void printsThePlan(String golden, String options) throws IOException {
        Run run = run(words(options));
        assertEquals("", run.errors());
        assertEquals(resource(golden), run.output());
        assertEquals(0, run.exitCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--spare 3 --total 9000000 --max-hosts 40", "--cheapest --connections 123456789 --spare zone"
            })
    void fitsAHundredColumns(String options) throws IOException {
        Run run = run(words(options));
        assertEquals("", run.errors());
        run.output().lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }

    /** What it is compared with has TLS in its price. */
    @Test
    void showsThePriceWithTlsBesideTheOneWithout() throws IOException {
        String plain = run(List.of()).output();
        String tls = run(List.of("--tls")).output();
        String onHosts = run(List.of("--tls=host")).output();
        String without = found("  Cost +(\\S+) a month;.*", plain);
        String with = found("  Cost +(\\S+) a month;.*", tls);

        assertNotEquals(without, with);
        assertEquals(with, found("  With TLS +\\S+ on the hosts, (\\S+) at the load balancer;.*", plain));
        assertEquals(found("  Cost +(\\S+) a month;.*", onHosts), found("  With TLS +(\\S+) on the hosts,.*", plain));
        assertEquals(without, found("  Without TLS +(\\S+), \\S+ on the hosts", tls));
        assertEquals(with, found("  Without TLS +\\S+, (\\S+) at the load balancer", onHosts));
    }

    @Test
    void showsNoPriceOfATlsThatTheFleetCannotHave() throws IOException {
        for (String options : List.of("--front direct", "--idle-timeout 400s")) {
            String plan = run(words(options)).output();

            assertFalse(plan.contains("at the load balancer;"), plan);
            found("  With TLS +(\\S+) on the hosts;.*", plan);
        }
    }

    @Test
    void isShownInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.replaceAll("(?s).*\n\\$ capacity/plan\n(.*?)```.*", "$1");

        assertEquals(shown, run(List.of()).output().substring(0, shown.length()));
    }

    private static String found(String line, String text) {
        return text.lines()
                .filter(each -> each.matches(line))
                .map(each -> each.replaceFirst(line, "$1"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(line + " is not in\n" + text));
    }

    @Test
    void writesThePlotsOfAComparison() throws IOException {
        Path page = folder.resolve("cheapest.html");
        assertEquals(0, run(List.of("--cheapest", "--html", page.toString())).exitCode());
        String html = Files.readString(page);
        assertTrue(html.contains("<h1>600,000 idle connections</h1>"), html);
        assertTrue(html.contains("<b>$432.94</b>") && html.contains("<b>$10.06</b>"), html);
        assertTrue(!html.contains("${"), html);
        assertEquals(74, run(List.of("--cheapest", "--html", "/dev/full")).exitCode());
    }

    @Test
    void refusesAPageThatCannotBeWritten() throws IOException {
        Path page = folder.resolve("absent").resolve("cheapest.html");
        assertEquals(
                "html=" + page + " is not in a folder that may be written; create the folder or name another\n",
                run(List.of("--cheapest", "--html", page.toString())).errors());
    }

    @Test
    void refusesAPageOfAPlan() throws IOException {
        assertEquals(
                "html=x.html needs --cheapest; add it, or leave --html out\n",
                run(List.of("--html", "x.html")).errors());
    }

    @Test
    void refusesToBeToldWhatTheComparisonIsToFind() throws IOException {
        assertEquals(
                "front=direct is chosen by --cheapest; leave it out; --connections says how many in all\n",
                run(List.of("--cheapest", "--front", "direct")).errors());
    }

    @Test
    void looksOnlyForTypesThatTheRegionHas() throws IOException {
        Files.writeString(
                file(),
                "{\"context\": {\"mooring\": {\"instance-type\": \"m7g.xlarge\"}, \"deployment\": {\"region\":"
                        + " \"ap-southeast-5\"}}}");
        String output = run(List.of("--cheapest")).output();
        assertTrue(!output.contains("t3a."), output);
    }

    @Test
    void comparesWhatTheFleetHoldsUnlessToldHowMany() throws IOException {
        Files.writeString(file(), "{\"context\": {\"mooring\": {\"total\": 2000000, \"keepalive\": \"90s\"}}}");
        String output = run(List.of("--cheapest")).output();
        assertTrue(output.startsWith("2,000,000 idle connections"), output);
        assertTrue(output.contains("The 10 cheapest types at a ping every 90s"), output);
    }

    @Test
    void printsOnlyTheServersOptionsForAShell() throws IOException {
        Run run = run(List.of("--jvm-flags"));
        assertTrue(run.output().startsWith("-XX:+UseCompactObjectHeaders "), run.output());
        assertEquals(1, run.output().lines().count());
    }

    @Test
    void prefersAnOptionToTheFile() throws IOException {
        Files.writeString(file(), "{\"context\": {\"mooring\": {\"keepalive\": \"60s\", \"ports\": \"8000-8015\"}}}");
        String output =
                run(List.of("--server-properties", "--keepalive", "30s")).output();
        assertTrue(output.contains("keepalive=30s\n"), output);
        assertTrue(output.contains("ports=8000-8015\n"), output);
    }

    @Test
    void refusesAnImpossiblePlanWithOneSentence() throws IOException {
        assertEquals(
                new Run(
                        64,
                        "",
                        "nofile=65536 is less than connections=600000 + reserve=1024;"
                                + " raise nofile or lower connections\n"),
                run(List.of("--nofile", "65536")));
    }

    @Test
    void refusesAnEmptyOption() throws IOException {
        assertEquals(
                "keepalive= is not a duration; write a whole number with ms, s, m or h, as in 100s\n",
                run(List.of("--keepalive=")).errors());
    }

    @Test
    void refusesAnUnknownOptionAsWrongUsage() throws IOException {
        assertEquals(
                new Run(64, "", "argument=--keepaliv is not one this program knows; did you mean --keepalive?\n"),
                run(List.of("--keepaliv")));
    }

    @Test
    void refusesTwoFormatsAsWrongUsage() throws IOException {
        assertEquals(
                new Run(
                        64,
                        "",
                        "formats=2 are more than 1; give one of --json, --properties, --server-properties,"
                                + " --jvm-flags and --cheapest\n"),
                run(List.of("--json", "--jvm-flags")));
    }

    @Test
    void refusesAnUnknownKeyOfTheFile() throws IOException {
        Files.writeString(file(), "{\"context\": {\"mooring\": {\"conections\": 5}}}");
        Run run = run(List.of());
        assertEquals(64, run.exitCode());
        assertTrue(run.errors().startsWith("conections=5 is not one of the inputs connections, "), run.errors());
    }

    @Test
    void billsAPushPortWithTheFleetInTextAndInJson() throws IOException {
        JsonNode without =
                new JsonMapper().readTree(run(List.of("--json")).output()).path("cost");
        Files.writeString(
                file(),
                "{\"context\": {\"mooring\": {}, \"messaging\": {\"push-port\": 9100, \"push-keys\": \"mooring/push\"}}}");
        JsonNode cost =
                new JsonMapper().readTree(run(List.of("--json")).output()).path("cost");
        String text = run(List.of()).output();

        assertEquals(0.9, cost.path("push-port").asDouble(), 1e-9);
        assertEquals(
                without.path("total").asDouble() + 0.9, cost.path("total").asDouble(), 1e-4, "and it is in the total");
        assertTrue(text.contains("push port") && text.contains("$0.90"), text);
        assertTrue(
                text.contains(String.format(
                        Locale.ROOT,
                        "Cost         $%,.2f a month",
                        cost.path("total").asDouble())),
                text);
        assertTrue(
                run(List.of("--server-properties")).output().contains("\npush=0.0.0.0:9100\n"),
                "the server's file has it too");
    }

    @Test
    void refusesMessagesThatAreNoObject() throws IOException {
        Files.writeString(file(), "{\"context\": {\"mooring\": {}, \"messaging\": \"9100\"}}");
        assertEquals(
                "messaging=9100 is not an object; write it in cdk.json, as {\"key\": \"value\"}\n",
                run(List.of()).errors());
    }

    @Test
    void refusesAFileThatIsNotJson() throws IOException {
        Files.writeString(file(), "{bad");
        Run run = run(List.of());
        assertEquals(64, run.exitCode());
        assertTrue(run.errors().startsWith("fleet=" + file() + " is not JSON at line 1, column "), run.errors());
        assertEquals(1, run.errors().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"context\": {\"mooring\": {", "{\"context\": [", "{\"context\": {\"mooring\": {}"})
    void saysOfAFileThatEndsEarlyWhatIsMissingAndNothingOfTheParser(String text) throws IOException {
        Files.writeString(file(), text);
        String bracket = text.contains("[") ? "Array" : "Object";
        assertEquals(
                "fleet=" + file() + " is not JSON at line 1, column " + (text.length() + 1)
                        + ": Unexpected end-of-input: expected close marker for " + bracket + "; correct the file\n",
                run(List.of()).errors());
    }

    @Test
    void refusesAFleetThatItsRegionDoesNotOffer() throws IOException {
        Files.writeString(file(), "{\"context\": {\"mooring\": {}, \"deployment\": {\"region\": \"eu-west-2\"}}}");
        Run run = run(List.of());
        assertEquals(64, run.exitCode());
        assertTrue(run.errors().startsWith("instance-type=m3.xlarge is not offered in eu-west-2 ("), run.errors());
        assertEquals(0, run(List.of("--instance-type", "m7g.xlarge")).exitCode());
    }

    @Test
    void namesTheRegionWhosePricesItTook() throws IOException {
        Files.writeString(file(), "{\"context\": {\"mooring\": {}, \"deployment\": {\"region\": \"eu-west-1\"}}}");
        String section = "Cost a month, us-east-1, on demand, idle connections; no prices of eu-west-1 are known";
        assertTrue(run(List.of()).output().contains(section), run(List.of()).output());
    }

    @Test
    void saysWhenATypeForgetsAConnectionBeforeItsPing() throws IOException {
        String output = run(List.of("--instance-type=m8i.xlarge", "--keepalive=400s", "--idle-timeout=1200s"))
                .output();
        assertTrue(
                output.replaceAll("\\s+", " ")
                        .contains("m8i.xlarge forgets a tracked connection that is idle for 350s,"
                                + " sooner than keepalive=400s"),
                output);
        assertTrue(output.contains("2400s  set in the launch template, 350s otherwise"), output);
    }

    @Test
    void refusesAFileWithoutAFleet() throws IOException {
        Files.writeString(file(), "{\"context\": {\"mooring\": 5}}");
        assertEquals(
                "fleet=" + file() + " has no object at context.mooring; add it, or give another --fleet\n",
                run(List.of()).errors());
    }

    @Test
    void refusesAFileThatDoesNotExist() throws IOException {
        Run run = run(List.of("--config", folder.resolve("absent.json").toString()));
        assertEquals(
                "fleet=" + folder.resolve("absent.json") + " does not exist; give the path of a cdk.json\n",
                run.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesNestingWithoutEndInOneSentence(String opening) throws IOException {
        Files.writeString(file(), opening.repeat(100_000));
        Run run = run(List.of());
        assertEquals(64, run.exitCode());
        assertTrue(run.errors().startsWith("fleet=" + file() + " is not JSON"), run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"context\": {\"mooring\": {\"keepalive\": \"60s\", \"keepalive\": \"100s\"}}}",
                "{\"context\": {\"mooring\": {}}} {}"
            })
    void refusesAFileThatSaysTwoThings(String text) throws IOException {
        Files.writeString(file(), text);
        Run run = run(List.of());
        assertEquals(64, run.exitCode());
        assertTrue(run.errors().startsWith("fleet=" + file() + " is not JSON at line 1, column "), run.errors());
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Files.write(file(), new byte[] {'{', (byte) 0xff});
        assertEquals(
                "fleet=" + file() + " is not UTF-8; correct the file\n",
                run(List.of()).errors());
    }

    @Test
    void refusesAFileWithoutEnd() throws IOException {
        Run run = run(List.of("--config", "/dev/zero"));
        assertEquals("fleet=/dev/zero is a device or a pipe, not a file; give the path of a cdk.json\n", run.errors());
    }

    private Run run(List<String> arguments) throws IOException {
        if (!Files.exists(file())) {
            Files.writeString(file(), "{\"context\": {\"mooring\": {}}}");
        }
        List<String> all = new ArrayList<>(List.of("--config", file().toString()));
        if (arguments.contains("--config")) {
            all.clear();
        }
        all.addAll(arguments);
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line =
                PlanCommand.commandLine().setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
        int exitCode = line.execute(all.toArray(String[]::new));
        return new Run(exitCode, output.toString(), exitCode == 64 ? sentence(errors.toString()) : errors.toString());
    }

    /** What stands between the name of the program and the hint, which every mistake has. */
    private static String sentence(String errors) {
        String hint = "See: capacity/plan --help\n";
        assertTrue(errors.startsWith("capacity/plan: ") && errors.endsWith(hint), errors);
        return errors.substring("capacity/plan: ".length(), errors.length() - hint.length());
    }

    private Path file() {
        return folder.resolve("cdk.json");
    }

    private static List<String> words(String options) {
        return options == null || options.isBlank() ? List.of() : List.of(options.split(" ", -1));
    }

    private static String resource(String name) throws IOException {
        try (InputStream golden = Objects.requireNonNull(PlanCommandTest.class.getResourceAsStream(name), name)) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private record Run(int exitCode, String output, String errors) {}
}
