package dev.mooring.server.functional;

import dev.mooring.server.runtime.RunningServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A server in a process of its own, for what a test cannot do to its own JVM. It ends with the test. */
final class ChildServer implements AutoCloseable {
    private static final int HANG_GUARD_SECONDS = 60;
    private static final String END = "end of the output";

    private final Process process;
    /** What it wrote and nobody looked at yet. Read by a thread of its own, for a process stops when its pipe is full. */
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    private final Thread reading;
    private final List<String> lines = new ArrayList<>();

    private ChildServer(Process process) {
        this.process = process;
        this.reading = Thread.ofVirtual().start(() -> {
            process.inputReader().lines().forEach(output::add);
            output.add(END);
        });
    }

    /**
     * Starts a process.
     *
     * @param descriptors its limit of open files
     * @param main a class whose main method writes a line with the word listening once it does
     */
    static ChildServer start(int descriptors, Class<?> main, String... arguments) throws InterruptedException {
        ChildServer child = launch(descriptors, main, arguments);
        child.awaitLine("listening");
        return child;
    }

    /** Starts a process that may end by itself. */
    static ChildServer launch(int descriptors, Class<?> main, String... arguments) {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPathOfJars(),
                main.getName()));
        java.addAll(Arrays.asList(arguments));
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "bash"));
        command.addAll(java);
        try {
            return new ChildServer(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * The class path with its folders packed into a jar, as the server is shipped: a class in a folder needs a descriptor
     * to be loaded, a class in a jar that is open needs none.
     */
    private static String classPathOfJars() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path packed(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            Path jar = Files.createTempFile("classes", ".jar");
            jar.toFile().deleteOnExit();
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                    Files.copy(file, out);
                }
            }
            return jar;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The child's own main: a server whose cap is far above its descriptors. */
    public static void main(String[] arguments) throws IOException {
        RunningServer server = RunningServer.start(TestServer.configuration(arguments), TestServer.HOST);
        System.out.println("listening");
        int ended = System.in.read();
        server.close();
        System.exit(ended < 0 ? 0 : 1);
    }

    /** Reads on to a line that contains the text. */
    void awaitLine(String text) throws InterruptedException {
        String line = output.take();
        while (!line.contains(text)) {
            lines.add(line);
            if (line.equals(END)) {
                throw new AssertionError("the process ended without saying " + text + ": " + lines);
            }
            line = output.take();
        }
        lines.add(line);
    }

    /** Stops the process where it stands, until {@link #goOn}. */
    void standStill() throws InterruptedException {
        signal("STOP");
    }

    void goOn() throws InterruptedException {
        signal("CONT");
    }

    void hangUp() throws InterruptedException {
        signal("HUP");
    }

    void interrupt() throws InterruptedException {
        signal("INT");
    }

    void terminate() {
        // Not the process's own destroy, which also closes its output.
        process.toHandle().destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(HANG_GUARD_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end: " + lines);
        }
        return process.exitValue();
    }

    /** Ends the child and returns every line it wrote. */
    List<String> endAndReadLines() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        exitCode();
        reading.join();
        output.drainTo(lines);
        return lines;
    }

    long pid() {
        return process.pid();
    }

    long descriptors() {
        String[] open = new File("/proc/" + process.pid() + "/fd").list();
        return open == null ? 0 : open.length;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Whether a child hears a signal: one that is ignored here is ignored by it, too. */
    static boolean hears(int signal) throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(ignored, 16) & (1L << (signal - 1))) == 0;
    }

    private void signal(String name) throws InterruptedException {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + status);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
