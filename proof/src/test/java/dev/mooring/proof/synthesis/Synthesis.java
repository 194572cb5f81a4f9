package dev.mooring.proof.synthesis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of {@code infra/cdk synth} on what is built, without AWS variables, with an empty home, and without a network
 * where this machine lets a process have none. Takes about ten seconds, so the tests share one.
 *
 * @param offline whether it had no network
 */
record Synthesis(boolean offline, int exitCode, String said, Path output) {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path COMMAND = ROOT.resolve("infra/cdk");
    private static final List<String> WITHOUT_NETWORK = List.of("unshare", "--net");
    private static final String TEMPLATE = "Mooring.template.json";

    private static final class Shared {
        static final Synthesis SYNTHESIS = synthesize();
    }

    /** Skips the test on another processor: the fleet of cdk.json takes bundles that are built on x86-64. */
    static Synthesis shared() {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the bundles of the default fleet are x86-64");
        return Shared.SYNTHESIS;
    }

    JsonNode template() {
        try {
            return new JsonMapper().readTree(output.resolve(TEMPLATE).toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(said, failure);
        }
    }

    private static Synthesis synthesize() {
        try {
            Path folder = Files.createTempDirectory("synthesis");
            // The command line is fetched once, which needs the network.
            run(folder, List.of(COMMAND.toString(), "--version"));
            boolean offline = run(folder, List.of("unshare", "--net", "true")) == 0;
            Path output = folder.resolve("cdk.out");
            List<String> words = new ArrayList<>(offline ? WITHOUT_NETWORK : List.of());
            words.addAll(
                    List.of(COMMAND.toString(), "synth", "--quiet", "--app", app(), "--output", output.toString()));
            int exitCode = run(folder, words);
            return new Synthesis(offline, exitCode, Files.readString(folder.resolve("said")), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The app itself: {@code infra/synth} would build first where a source is newer, in the middle of this build. */
    private static String app() {
        Path built = ROOT.resolve("infra/target");
        return String.join(
                " ",
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow -Dmooring.project=" + ROOT,
                "-cp " + built + "/classes:" + built + "/libraries/* dev.mooring.infra.app.InfraApp");
    }

    private static int run(Path folder, List<String> words) throws IOException {
        ProcessBuilder command = new ProcessBuilder(words)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        command.environment().clear();
        command.environment().putAll(environment(folder));
        try {
            return command.start().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** The cache of the CDK's own Node.js packages stays: to unpack it again takes six seconds. */
    private static Map<String, String> environment(Path folder) {
        return Map.of(
                "PATH",
                System.getenv("PATH"),
                "HOME",
                folder.toString(),
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JSII_RUNTIME_PACKAGE_CACHE_ROOT",
                Path.of(System.getProperty("user.home"), ".cache/aws/jsii/package-cache")
                        .toString(),
                "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION",
                "20");
    }
}
