package dev.mooring.proof.vm;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.units.UnitResult;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run from the synthesized template to the verification after the reboot. Used by one thread. */
final class VmRun {
    /**
     * For every Java runtime in the machine. Its processors are emulated side by side, and one may read half of an instruction
     * that another has just replaced, as no real processor does: a runtime replaces the first instruction of a method when
     * its second compiler has a better one, and has crashed so. Cost: the fixed memory of that compiler is not in the figures.
     */
    private static final String FIRST_TIER = "JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1";

    private static final Duration BOOT_DEADLINE = Duration.ofMinutes(20);
    private static final Duration INSTALL_DEADLINE = Duration.ofMinutes(20);
    private static final Duration SHUTDOWN_DEADLINE = Duration.ofMinutes(10);
    /** For what the load generator does after its hold: closing every connection, and its report. */
    private static final Duration REPORT_DEADLINE = Duration.ofMinutes(30);

    private static final Duration SAMPLE = Duration.ofSeconds(20);
    /** An emulated machine that opens fewer than so many a second in the mean has come to a halt. */
    private static final long SLOWEST_RAMP = 100;

    private static final String LOOP = "awk \"BEGIN { for (i = 0; i < 20000000; i++) x += i }\"";

    private final Path root;
    private final Path work;
    private final VmInputs inputs;
    private final ChildProcesses children;
    private final PrintWriter out;
    private final Guest guest;
    private final Optional<GuestCertificate> certificate;
    private final long started = System.nanoTime();
    private final Map<String, Duration> steps = new LinkedHashMap<>();
    private final List<GuestSnapshot> samples = new ArrayList<>();
    private final List<VerifyRun> checks = new ArrayList<>();

    VmRun(Path root, Path work, VmInputs inputs, ChildProcesses children, PrintWriter out) throws IOException {
        this.root = root;
        this.work = work;
        this.inputs = inputs;
        this.children = children;
        this.out = out;
        this.guest = new Guest(work, LoopbackPort.free(), children);
        this.certificate = GuestCertificate.of(inputs, work);
    }

    /** Runs all of it. The swarm's page is left in {@code work} as swarm.html. */
    VmResult run(Map<String, String> about) throws IOException, InterruptedException {
        guest.forget();
        SynthesizedHost host = timed("synthesize", this::synthesize);
        timed("build the disk", () -> image(host));
        if (certificate.isPresent()) {
            certificate.get().make(children);
        }
        int ports = inputs.plan().spec().host().ports().count();
        try (AwsStandIn aws = AwsStandIn.start(host, ports, certificate)) {
            VirtualMachine machine = timed("boot", () -> boot(aws, "console.log"));
            timed("install", () -> install(machine, aws));
            about.put(
                    "machine",
                    guest.run("uname -srm").strip() + ", " + inputs.memory().human());
            about.put(
                    "server",
                    guest.run("/opt/mooring/server/bin/mooring-server --version")
                            .strip());
            about.put("emulated processor", slowness());
            check("before");
            GuestSnapshot empty = snapshot();
            GuestSnapshot loaded = timed("open", () -> open(machine));
            check("at load");
            SwarmReport swarm = timed("hold", () -> hold(machine));
            Files.writeString(work.resolve("swarm.html"), new GuestSwarm(guest).page());
            timed("shut down", () -> shutDown(machine));
            VirtualMachine again = timed("boot again", () -> boot(aws, "console-again.log"));
            // Active is the unit from its start on; verify asks what the server listens on.
            guest.await(again, "curl -fs http://127.0.0.1:9000/ready", "serving", INSTALL_DEADLINE);
            check("after reboot");
            UnitResult units = timed("compare units", this::units);
            shutDown(again);
            return new VmResult(about, inputs, steps, new GuestCourse(empty, loaded, samples), checks, swarm, units);
        }
    }

    private SynthesizedHost synthesize() throws IOException, InterruptedException {
        Path assembly = work.resolve("cdk.out");
        Process synth =
                children.start(builder(List.of(root.resolve("infra/synth").toString()), "synth.log"));
        if (synth.waitFor() != 0) {
            throw new IOException("infra/synth exited with " + synth.exitValue() + ": "
                    + Files.readString(work.resolve("synth.log")).strip());
        }
        return SynthesizedHost.read(assembly);
    }

    private ProcessBuilder builder(List<String> command, String log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(log).toFile());
        builder.environment().put("MOORING_PROJECT", inputs.project().toString());
        builder.environment().put("CDK_OUTDIR", work.resolve("cdk.out").toString());
        return builder;
    }

    private Void image(SynthesizedHost host) throws IOException, InterruptedException {
        children.run(
                work,
                List.of(
                        root.resolve("proof/src/main/vm/build-image").toString(),
                        work.toString(),
                        root.resolve("load-generator/target/libraries").toString()));
        Files.deleteIfExists(guest.key());
        children.run(
                work,
                List.of(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "proof",
                        "-f",
                        guest.key().toString()));
        Path seed = Files.createDirectories(work.resolve("seed"));
        Files.writeString(seed.resolve("user-data"), host.userData());
        Files.writeString(
                seed.resolve("meta-data"),
                "instance-id: i-0123456789abcdef0\nlocal-hostname: mooring\npublic-keys:\n  - "
                        + Files.readString(work.resolve("key.pub")));
        children.run(
                seed,
                List.of(
                        "genisoimage",
                        "-quiet",
                        "-output",
                        work.resolve("seed.iso").toString(),
                        "-volid",
                        "cidata",
                        "-joliet",
                        "-rock",
                        "user-data",
                        "meta-data"));
        return null;
    }

    private VirtualMachine boot(AwsStandIn aws, String console) throws IOException, InterruptedException {
        // 10.0.2.2 is this machine's loopback as the emulated network shows it.
        String services = "http://10.0.2.2:" + aws.servicePort();
        VirtualMachine machine = VirtualMachine.start(
                work,
                inputs.memory(),
                guest.port(),
                List.of(
                        "AWS_ENDPOINT_URL_S3=http://10.0.2.2:" + aws.objectPort(),
                        "AWS_ENDPOINT_URL=" + services,
                        "AWS_EC2_METADATA_SERVICE_ENDPOINT=" + services,
                        "AWS_ACCESS_KEY_ID=stand-in",
                        "AWS_SECRET_ACCESS_KEY=stand-in",
                        FIRST_TIER),
                children,
                console);
        guest.await(machine, "cat /proc/uptime", ".", BOOT_DEADLINE);
        return machine;
    }

    /** Waits for the user-data's own record, then for the agent's verification and its registration. */
    private Void install(VirtualMachine machine, AwsStandIn aws) throws IOException, InterruptedException {
        String record = guest.await(machine, "cat /var/lib/mooring/installed", "finished", INSTALL_DEADLINE);
        List<String> failed =
                record.lines().filter(line -> !line.startsWith("0\t")).toList();
        if (!failed.isEmpty()) {
            throw new IOException("steps of the user-data failed: " + failed);
        }
        if (Waiting.until(aws::hasJoined, INSTALL_DEADLINE).equals(INSTALL_DEADLINE)) {
            throw new IOException("the host did not join; its agent says: "
                    + guest.run("sudo journalctl -u mooring-agent -n 20 --no-pager"));
        }
        return null;
    }

    /** How much longer the emulated processor takes than this one, for the same work. */
    private String slowness() throws IOException, InterruptedException {
        List<String> timed = List.of("bash", "-c", "TIMEFORMAT=%U; time " + LOOP);
        double here = Double.parseDouble(children.run(work, timed).strip());
        double there = Double.parseDouble(
                guest.run("bash -c 'TIMEFORMAT=%U; time " + LOOP + "'").strip());
        return String.format(Locale.ROOT, "%.0f times slower than this one, for a loop in awk", there / here);
    }

    private void check(String moment) throws IOException, InterruptedException {
        VerifyRun check = timed(
                "verify " + moment, () -> VerifyRun.run(moment, root, inputs.configuration(), work, guest, children));
        say("verify exits with " + check.code() + ": " + check.passed() + " passed, " + check.failed() + " failed, "
                + check.warnings() + " warnings or unknown, room for " + check.room());
        checks.add(check);
    }

    private UnitResult units() throws IOException, InterruptedException {
        UnitResult units = new GuestUnits(guest).compare(inputs.plan());
        say(units.summary());
        units.wrong().forEach(this::say);
        return units;
    }

    private GuestSnapshot open(VirtualMachine machine) throws IOException, InterruptedException {
        if (certificate.isPresent()) {
            certificate.get().install(guest);
        }
        new GuestSwarm(guest)
                .start(
                        certificate,
                        inputs.plan().spec().host().ports().toString(),
                        inputs.connections(),
                        inputs.hold());
        long end = System.nanoTime()
                + Duration.ofSeconds(300 + inputs.connections() / SLOWEST_RAMP).toNanos();
        while (machine.isRunning() && System.nanoTime() < end) {
            GuestSnapshot snapshot = sample();
            if (snapshot.open() == inputs.connections()) {
                return snapshot;
            }
            requireNoReport();
        }
        throw new IOException("not all connections were opened: " + new GuestSwarm(guest).progress());
    }

    private void requireNoReport() throws IOException, InterruptedException {
        Optional<SwarmReport> early = new GuestSwarm(guest).figures();
        if (early.isPresent()) {
            throw new IOException("the load generator gave up: " + early.get().problems());
        }
    }

    /** Keeps every reading, also one with fewer open, until the clients close: what is missing then is no loss. */
    private SwarmReport hold(VirtualMachine machine) throws IOException, InterruptedException {
        Duration deadline = inputs.hold().plus(REPORT_DEADLINE);
        long end = System.nanoTime() + deadline.toNanos();
        Optional<SwarmReport> figures = Optional.empty();
        while (machine.isRunning() && figures.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IOException("the load generator did not end within " + DurationText.format(deadline) + ": "
                        + new GuestSwarm(guest).progress());
            }
            GuestSnapshot snapshot = snapshot();
            if (!snapshot.closing()) {
                samples.add(snapshot);
            }
            pause();
            figures = new GuestSwarm(guest).figures();
        }
        return figures.orElseThrow(() -> new IOException("the machine went down; see console.log"));
    }

    private GuestSnapshot sample() throws IOException, InterruptedException {
        pause();
        GuestSnapshot snapshot = snapshot();
        samples.add(snapshot);
        return snapshot;
    }

    private void pause() throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(SAMPLE.toNanos());
        say(new GuestSwarm(guest).progress());
    }

    private GuestSnapshot snapshot() throws IOException, InterruptedException {
        return GuestSnapshot.parse(guest.run("sudo /opt/proof/reading"));
    }

    private Void shutDown(VirtualMachine machine) throws IOException, InterruptedException {
        // The session ends with the machine, so its exit code says nothing.
        guest.ask("sudo systemctl reboot");
        machine.awaitEnd(SHUTDOWN_DEADLINE);
        Files.deleteIfExists(work.resolve("ssh"));
        return null;
    }

    /** A step that may fail or be interrupted. */
    private interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    private <T> T timed(String name, Step<T> step) throws IOException, InterruptedException {
        say(name);
        long start = System.nanoTime();
        T result = step.take();
        steps.put(name, Duration.ofNanos(System.nanoTime() - start));
        return result;
    }

    private void say(String line) {
        out.printf("%6ds  %s%n", (System.nanoTime() - started) / 1_000_000_000, line);
        out.flush();
    }
}
