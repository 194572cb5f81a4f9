package dev.mooring.proof.peers.process;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The C client, driven over its standard input: one command, one JSON line in answer. */
public final class MeasuringClient implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final ChildProcesses children;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    /** Connections opened so far, and how long the last batch took. */
    public record Opened(long open, long failed, double seconds, String failure) {}

    /** What came while waiting, and the delay of what bears a stamp. */
    public record Waited(long open, Received received, Latency latency, long lost, double seconds, String failure) {}

    /**
     * Pings received and answered while waiting, and messages received since the last wait or opening.
     *
     * @param stamped messages that say when they were sent
     */
    public record Received(long pings, long pongs, long messages, long stamped) {}

    public record Latency(long p50_us, long p99_us) {}

    /** Messages echoed back, and their round trips. */
    public record Echoed(long messages, long mismatched, double seconds, long p50_us, long p99_us, String failure) {}

    private MeasuringClient(ChildProcesses children, Process process) {
        this.children = children;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    public static MeasuringClient start(ChildProcesses children, Path program, int port, Path log) throws IOException {
        return start(children, program, port, "/", log);
    }

    /** A client that asks for a resource. */
    public static MeasuringClient start(ChildProcesses children, Path program, int port, String resource, Path log)
            throws IOException {
        List<String> command = List.of(program.toString(), Integer.toString(port), resource);
        return new MeasuringClient(children, children.start(Core.CLIENT.pin(command), log));
    }

    /** Opens more connections as fast as the server answers. */
    public Opened open(int connections) throws IOException {
        return open(connections, Duration.ZERO);
    }

    /** Opens more connections evenly over a time, so that a timer per connection fires evenly too. */
    public Opened open(int connections, Duration over) throws IOException {
        Opened opened = ask("open " + connections + " " + seconds(over), Opened.class);
        if (opened.failed() > 0) {
            throw new IOException(
                    opened.failed() + " of " + connections + " connections did not open: " + opened.failure());
        }
        return opened;
    }

    public Waited await(Duration time) throws IOException {
        Waited waited = ask("wait " + seconds(time), Waited.class);
        if (waited.lost() > 0) {
            throw new IOException(waited.lost() + " connections were lost: " + waited.failure());
        }
        return waited;
    }

    /** Waits as {@link #await} does; a server that sends no ping meanwhile has nothing to be divided by. */
    public Waited awaitPings(Duration time) throws IOException {
        Waited waited = await(time);
        if (waited.received().pings() == 0) {
            throw new IOException("the server sent no ping in " + seconds(time) + " s");
        }
        return waited;
    }

    /** Waits until a burst of pings is over, or {@code atMost} for a server that spreads them and is never quiet. */
    public void awaitQuiet(Duration atMost) throws IOException {
        send("quiet " + seconds(atMost));
    }

    /** Each of {@code connections} sends 64 bytes, waits until they are back, and sends again. */
    public Echoed echo(int connections, Duration time) throws IOException {
        Echoed echoed = ask("echo " + connections + " " + seconds(time), Echoed.class);
        if (echoed.mismatched() > 0 || echoed.messages() == 0) {
            throw new IOException("of " + echoed.messages() + " echoed messages " + echoed.mismatched() + " differ: "
                    + echoed.failure());
        }
        return echoed;
    }

    public void closeConnections() throws IOException {
        send("close");
    }

    @Override
    public void close() {
        children.end(process);
    }

    private <T> T ask(String command, Class<T> answer) throws IOException {
        return JSON.readValue(send(command), answer);
    }

    private String send(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the client ended during: " + command);
        }
        return answer;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
