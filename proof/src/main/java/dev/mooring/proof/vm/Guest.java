package dev.mooring.proof.vm;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Commands in the machine, over SSH as the user that cloud-init made. One session of ssh carries them all: a login costs
 * an emulated processor about a second. Used by one thread.
 */
final class Guest {
    /** Of what a failed command printed: its end says why. */
    private static final int LAST_LINES = 40;

    static final String USER = "debian";
    private static final Duration POLL = Duration.ofSeconds(2);
    /** Far above every command's time on an emulated processor: a session that hangs ends the run, not the day. */
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final List<String> ssh;
    private final Duration deadline;
    private final Path work;
    private final int port;
    private final ChildProcesses children;

    /** What a command printed, errors among it, and its exit code. */
    record Answer(int code, String text) {}

    Guest(Path work, int port, ChildProcesses children) {
        this(List.of("ssh"), DEADLINE, work, port, children);
    }

    /**
     * Commands through another program.
     *
     * @param ssh takes the arguments of ssh after its own
     * @param deadline of one command
     */
    Guest(List<String> ssh, Duration deadline, Path work, int port, ChildProcesses children) {
        this.ssh = List.copyOf(ssh);
        this.deadline = deadline;
        this.work = work;
        this.port = port;
        this.children = children;
    }

    /** Runs a command; one that is not over at the deadline fails. */
    Answer ask(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(ssh);
        words.addAll(
                List.of("-p", Integer.toString(port), "-i", work.resolve("key").toString()));
        for (String option : List.of(
                "BatchMode=yes",
                "ConnectTimeout=30",
                "ServerAliveInterval=30",
                "ServerAliveCountMax=10",
                "StrictHostKeyChecking=accept-new",
                "LogLevel=ERROR",
                "UserKnownHostsFile=" + knownHosts(),
                "ControlMaster=auto",
                "ControlPersist=600",
                "ControlPath=" + work.resolve("ssh"))) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(List.of(USER + "@127.0.0.1", command));
        // A file, not a pipe: the session that stays behind for the next command would keep a pipe open.
        Path output = work.resolve("answer");
        Process process = children.start(
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()));
        if (!process.waitFor(deadline)) {
            children.kill(process);
            throw new IOException(command + " in the machine did not end within " + DurationText.format(deadline));
        }
        children.end(process);
        return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** Runs a command that must exit with 0, and returns what it printed. */
    String run(String command) throws IOException, InterruptedException {
        Answer answer = ask(command);
        if (answer.code() != 0) {
            List<String> lines = answer.text().strip().lines().toList();
            throw new IOException(command + " in the machine exited with " + answer.code() + ": "
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
        }
        return answer.text();
    }

    /** Asks until the command exits with 0 and prints {@code wanted}; the machine must not go down before. */
    String await(VirtualMachine machine, String command, String wanted, Duration deadline)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        Answer last = new Answer(1, "");
        while (System.nanoTime() < end && machine.isRunning()) {
            last = ask(command);
            if (last.code() == 0 && last.text().contains(wanted)) {
                return last.text();
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        throw new IOException(
                (machine.isRunning() ? "the machine did not come to \"" : "the machine went down before \"") + wanted
                        + "\" of: " + command + "; it said: " + last.text().strip());
    }

    /** Forgets the session and the host key, which a new disk makes anew. */
    void forget() throws IOException {
        Files.deleteIfExists(work.resolve("ssh"));
        Files.deleteIfExists(knownHosts());
    }

    int port() {
        return port;
    }

    Path key() {
        return work.resolve("key");
    }

    Path knownHosts() {
        return work.resolve("known_hosts");
    }
}
