package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.elf.MadeElf;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pinned JDK, fetched from a server on loopback, and bundles that are linked from it. The vendor's archives are made
 * here: their jlink writes the runtime that it is told, of binaries that their modules name.
 */
final class PinnedJdkTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String HERE = System.getProperty("os.arch", "").equals("amd64") ? "x86_64" : "aarch64";
    private static final String THERE = HERE.equals("x86_64") ? "aarch64" : "x86_64";

    @TempDir
    private Path folder;

    private final HttpServer site;
    private int status = 200;
    private int cut;
    private int requests;

    PinnedJdkTest() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() throws IOException, InterruptedException {
        site.createContext("/", this::answer);
        site.start();
        for (Path script : List.of(
                Path.of("scripts/java.sh"),
                Path.of("scripts/jdk.sh"),
                Path.of("scripts/bundle.sh"),
                Path.of("scripts/aws-bundles"),
                Path.of("server/src/main/bundle/assemble"),
                Path.of("host-agent/src/main/bundle/assemble"))) {
            Files.createDirectories(folder.resolve("project").resolve(script).getParent());
            Files.copy(ROOT.resolve(script), folder.resolve("project").resolve(script));
        }
        for (String file : List.of(
                "server/target/server-1.jar",
                "server/target/libraries/native-linux-x86_64.jar",
                "server/target/libraries/native-linux-aarch_64.jar",
                "server/target/mooring-server-1-linux-" + HERE + ".tar.gz",
                "server/src/main/bundle/mooring-server",
                "server/src/main/bundle/jvm.options",
                "host-agent/target/host-agent-1.jar",
                "host-agent/target/libraries/none.jar",
                "host-agent/target/mooring-agent-1-linux-" + HERE + ".tar.gz",
                "host-agent/src/main/bundle/mooring-agent",
                "infra/target/mooring-verify.tar.gz",
                "infra/target/bundle/none",
                "scripts/completion/mooring-server",
                "scripts/completion/mooring-agent",
                "LICENSE")) {
            Path path = folder.resolve("project").resolve(file);
            Files.createDirectories(path.getParent());
            if (file.endsWith(".jar")) {
                // The end of an archive without entries.
                Files.write(path, HexFormat.of().parseHex("504b0506" + "00".repeat(18)));
            } else {
                Files.createFile(path);
            }
        }
        compiled("dev/mooring/capacity/unit/RefusedException.class");
        compiled("dev/mooring/capacity/output/ExitCode.class");
        compiled("dev/mooring/capacity/output/Plain.class");
        for (String name : names(ROOT.resolve("infra/target/classes/dev/mooring/infra/elf"))) {
            compiled("dev/mooring/infra/elf/" + name);
        }
        pin("GLIBC_2.17");
    }

    @AfterEach
    void stop() {
        site.stop(0);
    }

    @Test
    void isFetchedOnceAndOnlyWithTheRightChecksum() throws IOException, InterruptedException {
        assertEquals(new Run(0, "mooring: fetching vendor-" + HERE + ".tar.gz once\n"), run(HERE, "--fetch"));
        assertEquals(new Run(0, ""), run(HERE, "--fetch"));
        assertEquals(1, requests);
    }

    @Test
    void isRefusedWithAnotherChecksumAndFetchedAgain() throws IOException, InterruptedException {
        Files.writeString(
                pinFile(),
                Files.readString(pinFile()).replaceAll("(" + HERE + " .* )[0-9a-f]{64}", "$1" + "0".repeat(64)));
        String checksum = sha256(folder.resolve("site/vendor-" + HERE + ".tar.gz"));
        assertRefused("vendor-" + HERE + ".tar.gz has SHA-256 " + checksum + ", not " + "0".repeat(64));
        assertRefused("vendor-" + HERE + ".tar.gz has SHA-256 " + checksum + ", not " + "0".repeat(64));
        assertEquals(2, requests);
    }

    @Test
    void isRefusedWhenTheSiteDoesNotHaveIt() throws IOException, InterruptedException {
        status = 404;
        assertRefused("vendor-" + HERE + ".tar.gz cannot be fetched from " + url()
                + " ((22) The requested URL returned error: 404)");
    }

    @Test
    void isRefusedWhenItIsCutOff() throws IOException, InterruptedException {
        cut = 100;
        String said = run(HERE, "--fetch").said();
        assertTrue(said.contains("vendor-" + HERE + ".tar.gz cannot be fetched from " + url() + " ((18) "), said);
        assertFalse(Files.exists(folder.resolve("cache/vendor-" + HERE + ".tar.gz")), said);
    }

    @Test
    void saysSoBeforeAnythingIsBuilt() throws IOException, InterruptedException {
        status = 404;
        assertEquals(69, run(HERE).code());
        assertFalse(Files.exists(folder.resolve("project/infra/target/aws")));
    }

    @Test
    void isTakenFromTheCacheWhenAPersonHasPutItThere() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("cache"));
        String archive = "vendor-" + HERE + ".tar.gz";
        Files.copy(
                folder.resolve("site").resolve(archive), folder.resolve("cache").resolve(archive));
        assertEquals(new Run(0, ""), run(HERE, "--fetch"));
        assertEquals(0, requests);
    }

    @Test
    void linksBundlesOfBothArchitecturesWithTheLinkerOfThisMachine() throws IOException, InterruptedException {
        for (String machine : List.of(HERE, THERE)) {
            Run run = run(machine);
            assertEquals(0, run.code(), run.said());
            Path aws = folder.resolve("project/infra/target/aws").resolve(machine);
            Path bundle = aws.resolve("server/bundle/mooring-server-1-linux-" + machine);
            String linked = Files.readString(bundle.resolve("runtime/linked"));
            assertTrue(linked.startsWith("by " + HERE + ": --strip-java-debug-attributes --module-path"), linked);
            assertTrue(Files.exists(aws.resolve("server/mooring-server-1-linux-" + machine + ".tar.gz")));
            assertTrue(Files.exists(aws.resolve("agent/mooring-agent-1-linux-" + machine + ".tar.gz")));
            assertTrue(Files.exists(aws.resolve("mooring-verify.tar.gz")));
            String netty = "native-linux-" + (machine.equals("x86_64") ? "x86_64" : "aarch_64") + ".jar";
            assertEquals(List.of(netty, "server-1.jar"), names(bundle.resolve("lib")));
        }
        assertEquals(new Run(0, ""), run(THERE), "what is up to date is left");
    }

    @Test
    void refusesARuntimeThatDoesNotStartOnAHost() throws IOException, InterruptedException {
        pin("GLIBC_2.38");
        Run run = run(THERE);
        assertEquals(65, run.code(), run.said());
        assertTrue(
                run.said()
                        .contains(
                                "runtime/libjvm.so needs GLIBC_2.38, which is not in Amazon Linux 2023; link the runtime from"
                                        + " the JDK that scripts/jdk.pin names"),
                run.said());
        assertEquals(65, run(THERE).code(), "it is not taken for whole later");
    }

    /** The real pin: one line for each architecture, of one version. */
    @Test
    void isPinnedForBothArchitectures() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("scripts/jdk.pin"));
        String version = lines.stream()
                .filter(line -> line.startsWith("version "))
                .findFirst()
                .orElseThrow()
                .substring(8);
        for (String machine : List.of("x86_64", "aarch64")) {
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line ->
                                    line.matches(machine + " [^ ]*" + version + "[^ ]*\\.tar\\.gz [0-9a-f]{64}"))
                            .count());
        }
    }

    private void assertRefused(String why) throws IOException, InterruptedException {
        Run run = run(HERE, "--fetch");
        assertEquals(69, run.code(), run.said());
        assertTrue(
                run.said()
                        .endsWith("mooring: jdk=" + why
                                + "; bundles for AWS are linked from no other JDK: put the archive at " + folder
                                + "/cache/vendor-" + HERE + ".tar.gz, or name a mirror in MOORING_JDK_SITE\n"),
                run.said());
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(Stream.concat(
                        Stream.of(folder.resolve("project/scripts/aws-bundles").toString()), Stream.of(arguments))
                .toList());
        command.environment().put("MOORING_CACHE", folder.resolve("cache").toString());
        command.environment().put("MOORING_JDK_SITE", url());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said.replaceAll("mooring: linking the bundles for .*\n", ""));
    }

    private record Run(int code, String said) {}

    private String url() {
        return "http://127.0.0.1:" + site.getAddress().getPort();
    }

    private Path pinFile() {
        return folder.resolve("project/scripts/jdk.pin");
    }

    /** Two archives, whose runtimes need this version, and the pin that names them. */
    private void pin(String glibc) throws IOException, InterruptedException {
        StringBuilder pin = new StringBuilder("version 1\nsite http://127.0.0.1:1\n");
        for (String machine : List.of("x86_64", "aarch64")) {
            Path jdk = folder.resolve("vendor-" + glibc + "-" + machine);
            Files.createDirectories(jdk.resolve("bin"));
            Files.createDirectories(jdk.resolve("jmods"));
            Files.write(
                    jdk.resolve("jmods/libjvm.so"),
                    MadeElf.of(
                            machine.equals("x86_64") ? MadeElf.X86_64 : MadeElf.AARCH64,
                            List.of("libc.so.6"),
                            List.of(glibc)));
            program(jdk.resolve("bin/java"), "echo vendor 1 >&2");
            program(jdk.resolve("bin/jlink"), """
                    for last; do :; done
                    mkdir -p "$last"
                    while [ "$1" != --module-path ]; do shift; done
                    cp "$2/libjvm.so" "$last/"
                    printf 'by %s: --strip-java-debug-attributes %%s\\n' "$*" >"$last/linked"
                    """.formatted(machine));
            Path archive = folder.resolve("site/vendor-" + machine + ".tar.gz");
            Files.createDirectories(archive.getParent());
            assertEquals(
                    0,
                    new ProcessBuilder(
                                    "tar",
                                    "-czf",
                                    archive.toString(),
                                    "-C",
                                    folder.toString(),
                                    jdk.getFileName().toString())
                            .start()
                            .waitFor());
            pin.append(machine)
                    .append(" vendor-")
                    .append(machine)
                    .append(".tar.gz ")
                    .append(sha256(archive))
                    .append('\n');
        }
        Files.writeString(pinFile(), pin);
    }

    /** A class of the check, which needs no more than these. */
    private void compiled(String name) throws IOException {
        Path file = folder.resolve("project/infra/target/classes").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream stream = RefusedException.class.getResourceAsStream("/" + name)) {
            Files.copy(Objects.requireNonNull(stream, name), file);
        }
    }

    private static void program(Path file, String text) throws IOException {
        assertTrue(Files.writeString(file, "#!/bin/sh\n" + text).toFile().setExecutable(true));
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests++;
        byte[] body = Files.readAllBytes(
                folder.resolve("site" + exchange.getRequestURI().getPath()));
        exchange.sendResponseHeaders(status, status == 200 ? body.length : -1);
        if (status == 200) {
            exchange.getResponseBody().write(body, 0, cut > 0 ? cut : body.length);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }
}
