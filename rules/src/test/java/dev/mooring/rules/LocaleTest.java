package dev.mooring.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every program in a German locale, where a number has a comma, and in a Turkish one, where a small I has a dot less: the same
 * words, numbers and exit codes as in an English one. Each call is a Java of its own; all of them take half a minute.
 */
@Timeout(120)
class LocaleTest {
    private static final String FLEET = "FLEET";
    private static final String TAKEN_PORT = "TAKEN_PORT";
    private static final String AGENT_FILE = "AGENT_FILE";
    private static final String ENGLISH = "en-US";
    private static final List<String> OTHERS = List.of("de-DE", "tr-TR");

    /** Of a measurement and not of a user: what proof starts beside Mooring, and a part of the load balancer that it plays. */
    private static final Set<String> NOT_STARTED_BY_HAND =
            Set.of("dev.mooring.proof.balancer.NodeMain", "dev.mooring.proof.peers.PlainNettyServer");

    @TempDir
    private Path folder = Path.of("");

    /** A program, its arguments and the exit code. */
    record Call(String main, String arguments, int code) {
        @Override
        public String toString() {
            return main.replaceFirst(".*\\.", "") + " " + arguments;
        }
    }

    static Stream<Call> calls() {
        return Stream.of(
                new Call("dev.mooring.capacity.plan.PlanCommand", "", 0),
                new Call("dev.mooring.capacity.plan.PlanCommand", "--cheapest --connections 1234567 --format JSON", 0),
                new Call("dev.mooring.capacity.plan.PlanCommand", "--instance-type I3.XLARGE", 64),
                new Call("dev.mooring.capacity.plan.PlanCommand", "--user-bytes 1KIB", 64),
                new Call("dev.mooring.hosttuning.command.CatalogueCommand", "--frobnicate=I", 64),
                new Call("dev.mooring.hosttuning.command.VerifyCommand", "--local --format JUNIT --fleet /nowhere", 64),
                new Call("dev.mooring.hosttuning.command.VerifyCommand", "--local --role CLIENT --format PDF", 64),
                new Call("dev.mooring.hosttuning.command.VerifyCommand", "--hosts-file /nowhere/INDIA", 64),
                new Call("dev.mooring.hostagent.AgentMain", "--config " + AGENT_FILE, 64),
                new Call("dev.mooring.loadgenerator.SwarmCommand", "ws://127.0.0.1:1/ --connections 3 --hold 1s", 1),
                new Call("dev.mooring.loadgenerator.SwarmCommand", "WS://I/ --connections 3 --rate MAXI", 64),
                new Call(
                        "dev.mooring.server.process.ServerMain",
                        "--ports=" + TAKEN_PORT + " --admin=127.0.0.1:65534",
                        69),
                new Call("dev.mooring.server.process.ServerMain", "--handler=IDLE --keepalive=1MIN", 64),
                new Call("dev.mooring.rehearsal.RehearseMain", "--root .. --connections 0", 64),
                new Call("dev.mooring.rehearsal.RehearseMain", "--root .. --drain-window 1h", 64),
                new Call("dev.mooring.proof.peers.PeersMain", "--peers MINI", 64),
                new Call("dev.mooring.proof.roll.RollMain", "--connections 0I", 64),
                new Call("dev.mooring.proof.soak.SoakMain", "--scenarios KILL,INFINITE", 64),
                new Call("dev.mooring.proof.vm.VmCommand", "--hold 1I", 64),
                new Call("dev.mooring.infra.app.InfraApp", FLEET, 64),
                new Call("dev.mooring.infra.app.SummaryMain", FLEET, 64),
                new Call("dev.mooring.infra.app.AgainstMain", FLEET, 64),
                new Call("dev.mooring.infra.app.DoctorMain", FLEET, 64),
                new Call("dev.mooring.infra.app.WatchMain", FLEET, 64),
                new Call("dev.mooring.infra.elf.BundleCheckMain", "x86_64 /nowhere/I", 1));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void changesNothingThatIsSaid(Call call) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Run> runs = new ArrayList<>();
            for (String locale :
                    Stream.concat(Stream.of(ENGLISH), OTHERS.stream()).toList()) {
                runs.add(start(call, locale, taken.getLocalPort()));
            }
            String english = runs.getFirst().ended(call.code());
            for (Run other : runs.subList(1, runs.size())) {
                assertEquals(english, other.ended(call.code()), other.locale());
            }
        }
    }

    @Test
    void isAskedOfEveryProgram() throws IOException {
        Set<String> mains = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Programs.ROOT)) {
            for (Path module : modules.map(each -> each.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                mains.addAll(mainsOf(module));
            }
        }
        mains.removeAll(NOT_STARTED_BY_HAND);

        assertEquals(mains, calls().map(Call::main).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Otherwise the other tests show nothing: this is what they look for. */
    @ParameterizedTest
    @CsvSource({"en-US, title 1.5", "de-DE, 'title 1,5'", "tr-TR, 't\u0131tle 1,5'"})
    void wouldChangeWhatDoesNotNameItsLocale(String locale, String said) throws IOException, InterruptedException {
        assertEquals(
                said, start(new Call(Naive.class.getName(), "", 0), locale, 0).ended(0));
    }

    private static Set<String> mainsOf(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            Set<String> mains = new TreeSet<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("static void main(")) {
                    mains.add(sources.relativize(file)
                            .toString()
                            .replace('/', '.')
                            .replaceFirst("\\.java$", ""));
                }
            }
            return mains;
        }
    }

    private Run start(Call call, String locale, int takenPort) throws IOException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Path fleet = Files.writeString(
                folder.resolve("fleet.json"), "{\"context\": {\"mooring\": {\"instance-type\": \"I4I.LARGE\"}}}");
        Path agent = Files.writeString(folder.resolve("agent.properties"), "drain-window=1MIN\nPORTS=1\n");
        String[] language = locale.split("-", 2);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.language=" + language[0],
                "-Duser.country=" + language[1],
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dmooring.fleet=" + fleet,
                "-Dmooring.project=" + Programs.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                call.main()));
        Stream.of(call.arguments().split(" ", -1))
                .filter(word -> !word.isEmpty() && !word.equals(FLEET))
                .map(word ->
                        word.replace(TAKEN_PORT, Integer.toString(takenPort)).replace(AGENT_FILE, agent.toString()))
                .forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        return new Run(locale, process, said);
    }

    /** A process, and where its words go. */
    private record Run(String locale, Process process, Path said) {
        /** What it said; of what was measured only the form. */
        String ended(int code) throws IOException, InterruptedException {
            int ended = process.waitFor();
            String words = Files.readString(said, UTF_8).strip();
            assertEquals(code, ended, locale + ": " + words);
            assertTrue(!words.contains("\tat "), words);
            return words.contains("connect latency") || words.contains("opened  ") ? form(words) : words;
        }

        /** The lines of progress are more on a slower machine, and a larger number is of several groups of digits. */
        private static String form(String measured) {
            return measured.lines()
                    .filter(line -> !line.contains("  rate "))
                    .map(line -> line.replaceAll("\\d+(,\\d{3})*", "N"))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** A program without a thought of other languages. */
    static final class Naive {
        private Naive() {}

        @SuppressWarnings({"StringCaseLocaleUsage", "AnnotateFormatMethod"})
        static void main(String[] arguments) {
            System.out.println("TITLE".toLowerCase(java.util.Locale.getDefault()) + String.format(" %.1f", 1.5));
        }
    }
}
