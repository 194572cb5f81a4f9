package dev.mooring.loadgenerator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network of its own for one program: what is set in it (unshare(1), network_namespaces(7)) concerns nobody else. */
public final class NetworkNamespace {
    private NetworkNamespace() {}

    /** What a program has printed, both streams together, and how it ended. */
    public record Ended(int code, String text) {}

    /** Whether this process may make one: only root may. */
    public static boolean isAllowed() throws IOException, InterruptedException {
        try {
            return run(List.of("unshare", "--net", "true")).code() == 0;
        } catch (IOException noUnshare) {
            return false;
        }
    }

    /**
     * Runs a Java program of the tests' class path in a new one.
     *
     * @param preparation shell commands that set it up
     */
    public static Ended run(String preparation, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--net", "sh", "-ec", "ip link set lo up; " + preparation + "; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }
}
