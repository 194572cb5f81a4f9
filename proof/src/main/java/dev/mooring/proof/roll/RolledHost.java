package dev.mooring.proof.roll;

import dev.mooring.awsstandin.AutoScalingGroup;
import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.Gate;
import dev.mooring.awsstandin.HostNames;
import dev.mooring.awsstandin.Target;
import dev.mooring.awsstandin.TargetGroup;
import dev.mooring.awsstandin.VerifyJson;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.RollPace;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ServerProcess;
import dev.mooring.workbench.shipped.ShippedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One host of a fleet: the server and the agent as they are shipped, and AWS as this host sees it. Used by one thread.
 */
final class RolledHost implements AutoCloseable {
    private static final String TARGET_GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mooring/73e2d6bc24d8a067";
    private static final String NAME = "ws.example.com";

    private final String name;
    private final Front front;
    private final ServerProcess server;
    private final FakeAws aws;
    private final Process agent;

    private RolledHost(String name, Front front, ServerProcess server, FakeAws aws, Process agent) {
        this.name = name;
        this.front = front;
        this.server = server;
        this.aws = aws;
        this.agent = agent;
    }

    /** Boots it: the agent then joins by itself. */
    static RolledHost start(
            String name,
            RollPlan plan,
            ShippedPrograms programs,
            ChildProcesses children,
            Path folder,
            InstantSource clock)
            throws IOException, InterruptedException {
        RollPace pace = RollPace.of(plan.connections());
        FakeAws aws = FakeAws.start(clock, new Gate(), pace.launchTimeout(), pace.terminateTimeout());
        aws.loadBalancer().add(TargetGroup.ofAddresses(TARGET_GROUP, pace.deregistrationDelay()));
        aws.group().beginLaunchHook();
        ServerProcess server = ServerProcess.start(
                programs.server(),
                new ServerProcess.Settings(plan.timeouts(), plan.drainWindow()),
                children,
                folder.resolve(name + ".log"));
        Path properties = Files.writeString(
                folder.resolve(name + ".properties"), properties(name, plan, pace, server, verify(folder), folder));
        ProcessBuilder agent = new ProcessBuilder(programs.agent().toString(), "--config", properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + "-agent.log").toFile());
        agent.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL",
                        aws.uri().toString(),
                        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                        aws.uri().toString(),
                        "AWS_ACCESS_KEY_ID",
                        "rehearsal",
                        "AWS_SECRET_ACCESS_KEY",
                        "rehearsal"));
        return new RolledHost(name, plan.front(), server, aws, children.start(agent));
    }

    String name() {
        return name;
    }

    ServerProcess server() {
        return server;
    }

    /** The group ends it: the agent learns of it by itself. */
    void terminate() {
        aws.group().terminate();
    }

    /** Whether new clients come here: the load balancer sends them, or a resolver holds the address. */
    boolean isReached() {
        return front == Front.NLB
                ? aws.loadBalancer().sendsTo(TARGET_GROUP, target())
                : aws.names().mayBeTold(FakeAws.PUBLIC_ADDRESS);
    }

    /** Whether the agent has had it taken out, although clients still come. */
    boolean isWithdrawn() {
        return front == Front.NLB
                ? aws.loadBalancer().health(TARGET_GROUP, target()).state().equals("draining")
                : aws.names().records().isEmpty();
    }

    boolean hasJoined() throws IOException {
        if (!agent.isAlive()) {
            throw new IOException("the agent of " + name + " ended with " + agent.exitValue());
        }
        return aws.group().state().equals("InService") && isReached();
    }

    /** Whether server and agent have ended by themselves, and well, and the hooks got their answers. */
    boolean endsWellWithin(Duration time) throws InterruptedException {
        return server.endsWithin(time)
                && agent.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)
                && agent.exitValue() == 0
                && aws.group().events().equals(List.of("launch CONTINUE", "terminate CONTINUE"));
    }

    @Override
    public void close() {
        aws.close();
    }

    private Target target() {
        return new Target(FakeAws.ADDRESS, server.port());
    }

    private static String properties(
            String name, RollPlan plan, RollPace pace, ServerProcess server, Path verify, Path folder) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "auto-scaling-group",
                FakeAws.GROUP,
                "launch-hook",
                AutoScalingGroup.LAUNCH_HOOK,
                "terminate-hook",
                AutoScalingGroup.TERMINATE_HOOK,
                "region",
                "us-east-1",
                "ports",
                Integer.toString(server.port()),
                "admin",
                server.admin().getAuthority(),
                "verify-command",
                verify.toString(),
                "plan",
                VerifyJson.PLAN));
        values.put("balancer-lag", DurationText.format(plan.lag()));
        values.put("drain-window", DurationText.format(plan.drainWindow()));
        values.put("deregistration-delay", DurationText.format(plan.sped(pace.deregistrationDelay())));
        values.put("heartbeat-interval", DurationText.format(plan.sped(pace.heartbeatInterval())));
        values.put("state-file", folder.resolve(name + ".state").toString());
        if (plan.front() == Front.NLB) {
            values.put("target-group-arn", TARGET_GROUP);
        } else {
            values.put("name-zone", HostNames.ZONE);
            values.put("name", NAME);
        }
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Hosts are not verified here: what it says is good, and of the moment at which it is asked. */
    private static Path verify(Path folder) throws IOException {
        Instant mark = Instant.EPOCH;
        String report = VerifyJson.GOOD.at(mark).strip();
        Path script = Files.writeString(folder.resolve("verify"), """
                #!/bin/sh
                cat <<EOF
                %s
                EOF
                """.formatted(
                        report.replace(mark.toString(), "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)")));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
