package dev.mooring.proof.rehearsal;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.plan.ProjectFile;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.peers.process.ChildProcesses;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./rehearse}. */
@Command(
        name = "rehearse",
        description = "The main job on this machine: build, plan, hold connections, drain, report.",
        mixinStandardHelpOptions = true,
        version = "mooring 0.1.0",
        exitCodeOnInvalidInput = 64,
        footer = "Exit codes: 0 all held, 1 something was lost or failed, 64 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli fills the options
public final class RehearseMain implements Callable<Integer> {
    private static final Pattern NOFILE = Pattern.compile("^Max open files\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    /** Descriptors of a process that are not connections; of the server the larger part. */
    private static final int RESERVE = 1_024;

    @Option(
            names = "--root",
            hidden = true,
            defaultValue = ".",
            description = "The project's folder; the launcher gives it.")
    private Path root;

    @Option(names = "--connections", defaultValue = "15000", description = "Connections to hold. Default: 15000.")
    private int connections;

    @Option(
            names = "--keepalive",
            defaultValue = "5s",
            description = "Keepalive interval of the rehearsal. Default: 5s, so that two rounds take 10 seconds.")
    private String keepalive;

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new RehearseMain());
        command.setExecutionExceptionHandler((failure, line, result) -> {
            line.getErr().println("rehearse: " + failure.getMessage());
            return failure instanceof RefusedException ? 64 : 1;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration interval = DurationText.parse("keepalive", keepalive);
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofMinutes(1)) > 0) {
            throw RefusedException.of("keepalive", keepalive, "is outside", "1s-60s", "choose a short one to rehearse");
        }
        if (connections < 1) {
            throw RefusedException.of("connections", connections, "is less than", 1, "raise it");
        }
        PrintStream out = System.out;
        int held = grantedConnections(out);
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.of(ProjectFile.inputs(root.resolve("cdk.json"))));
        Path folder = Files.createDirectories(root.resolve("target/rehearsal"));
        out.printf(
                Locale.ROOT,
                "plan    %,d connections per host on %s; all of it: capacity/plan%n",
                plan.maxConnections(),
                plan.spec().instance().name());
        try (ChildProcesses children = new ChildProcesses()) {
            RehearsalResult result = new Rehearsal(root, held, interval, folder).run(children, out);
            Optional<HostSummary> host = verified(children, folder, out);
            String screen = Screen.of(result, plan, host, "target/rehearsal/report.html and report.json");
            new RehearsalReport(folder).write(result, host, screen);
            out.print(screen);
            return result.passed() ? 0 : 1;
        }
    }

    /** What was asked for, or what this machine's descriptors allow, with one line that says so. */
    private int grantedConnections(PrintStream out) throws IOException {
        Matcher limit = NOFILE.matcher(Files.readString(Path.of("/proc/self/limits")));
        long most = limit.find() ? Math.max(1, Long.parseLong(limit.group(1)) - RESERVE) : connections;
        if (connections > most) {
            out.printf(
                    Locale.ROOT,
                    "lower   connections=%d is more than nofile=%s - %d; lowered to %d, raise the hard limit to hold more%n",
                    connections,
                    limit.group(1),
                    RESERVE,
                    most);
            return (int) most;
        }
        return connections;
    }

    private Optional<HostSummary> verified(ChildProcesses children, Path folder, PrintStream out)
            throws InterruptedException {
        if (!HostVerification.possible()) {
            out.println("verify  left out: no /usr/sbin/sshd; install it with: sudo apt-get install openssh-server");
            return Optional.empty();
        }
        out.println("verify  this host's kernel limits, over an sshd of its own");
        try {
            return Optional.of(new HostSummary(new HostVerification(root, folder).run(children)));
        } catch (IOException failed) {
            out.println("verify  failed: " + failed.getMessage());
            return Optional.empty();
        }
    }
}
