package dev.mooring.hosttuning.command;

import dev.mooring.capacity.AcceptedWarnings;
import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetKey;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hosttuning.fleet.AddressKind;
import dev.mooring.hosttuning.fleet.Ec2Fleet;
import dev.mooring.hosttuning.fleet.FleetHost;
import dev.mooring.hosttuning.fleet.FleetUnavailableException;
import dev.mooring.hosttuning.fleet.Standing;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.LocalHost;
import dev.mooring.hosttuning.report.CheckedPlan;
import dev.mooring.hosttuning.report.FleetReport;
import dev.mooring.hosttuning.report.Format;
import dev.mooring.hosttuning.report.HostOutcome;
import dev.mooring.hosttuning.report.WorstHost;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.verify.HostVerifier;
import dev.mooring.hosttuning.verify.PlanCheck;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code host-tuning/verify}: reads hosts back, compares them with the plan of cdk.json and reports.
 *
 * <p>The AWS SDK finds credentials and region as usual. System property {@code mooring.ec2.endpoint} names another
 * server that speaks EC2's protocol.
 */
@Command(
        name = "host-tuning/verify",
        description = "Checks whether hosts are tuned as planned, and says how to repair what is not.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VerifyCommand implements Callable<Integer> {
    private static final String PROJECT_FILE_PROPERTY = "mooring.project";
    private static final int PARALLEL = 32;
    /** Source: Amazon EC2 user guide, "EC2 Instance Connect Endpoint quotas": 20 sessions each; some are left for people. */
    private static final int PARALLEL_BY_PROXY = 16;

    private static final String ENDPOINT_PROPERTY = "mooring.ec2.endpoint";

    private final Checks checks;
    private final String agentSocket;
    private final Path sshFolder;
    private final InstantSource clock = InstantSource.system();

    /** How hosts are checked. */
    interface Checks {
        /** The check against a plan; a host may take {@code limit}. */
        HostVerifier of(
                CapacityPlan plan,
                Optional<Messaging> messaging,
                Optional<String> domain,
                Optional<Authentication> authentication,
                Role role,
                Duration limit);
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private SshOptions ssh = new SshOptions();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Hosts checked at once. Default: 32; 16 with --proxy-command, since an endpoint of EC2 Instance"
                            + " Connect takes 20 sessions.")
    private @Nullable Integer parallel;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Check again until all hosts pass or this time is up: for hosts that are still booting.")
    private Duration patience = Duration.ZERO;

    @Option(
            names = "--accept-warnings",
            paramLabel = "ID: REASON; ...",
            description = "Warnings that are reported and do not count in the exit code, as in the agent's"
                    + " accepted-warnings.")
    private String acceptedWarnings = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @Option(names = "--connections", paramLabel = "N", description = "Connections per host, instead of cdk.json's.")
    private @Nullable String connections;

    @Option(
            names = {"--fleet", "--config"},
            paramLabel = "FILE",
            description = "The cdk.json with the fleet in context \"mooring\". Default: the project's own.")
    private Path config = Path.of(System.getProperty(PROJECT_FILE_PROPERTY, "."), "cdk.json");

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "server",
            description = "What the hosts are for: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Role role = Role.SERVER;

    @Option(names = "--progress", hidden = true, description = "Standard error is a terminal.")
    private boolean progress;

    @Option(names = "--colour", hidden = true, description = "Standard output is a terminal.")
    private boolean colour;

    VerifyCommand(Checks checks, String agentSocket, Path sshFolder) {
        this.checks = checks;
        this.agentSocket = agentSocket;
        this.sshFolder = sshFolder;
    }

    /** The command line that checks with the machine's own keys, for its help. */
    public static CommandLine ofThisMachine() {
        return new VerifyCommand(PlanCheck::new, "", Path.of(".ssh")).commandLine();
    }

    /** The command line; what goes wrong there is one sentence on standard error. */
    CommandLine commandLine() {
        CommandLine line = new CommandLine(this)
                .registerConverter(Role.class, new NamedValue<>(Role.class))
                .registerConverter(Format.class, new NamedValue<>(Format.class))
                .registerConverter(HostKeyMode.class, new NamedValue<>(HostKeyMode.class))
                .registerConverter(AddressKind.class, new NamedValue<>(AddressKind.class));
        return Program.shaped(
                line,
                failure -> failure instanceof FleetUnavailableException
                        ? Optional.of(ExitCode.UNREACHABLE)
                        : Optional.empty(),
                ExitCode.NOT_TUNED,
                ExitCode.WARNED,
                ExitCode.UNREACHABLE);
    }

    /** Runs the command as the process itself. */
    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        String agentSocket = System.getenv().getOrDefault("SSH_AUTH_SOCK", "");
        Path sshFolder = Path.of(System.getProperty("user.home"), ".ssh");
        VerifyCommand command = new VerifyCommand(PlanCheck::new, agentSocket, sshFolder);
        System.exit(Program.run(command.commandLine(), arguments));
    }

    @Override
    public Integer call() throws FleetUnavailableException, InterruptedException {
        requireHosts();
        ProjectFile project = ProjectFile.read(config);
        CapacityPlan plan = plan(project);
        CheckedPlan checked = CheckedPlan.of(
                plan,
                role,
                clock.instant(),
                AcceptedWarnings.parse(acceptedWarnings).keySet());
        FleetCheck check = fleetCheck(plan, project);
        Optional<Ec2Fleet> ec2 = ec2();
        try {
            List<HostOutcome> outcomes = outcomes(check, ec2);
            PrintWriter out = spec.commandLine().getOut();
            out.print(FleetReport.render(outcomes, checked, format, colour));
            out.flush();
            return WorstHost.of(outcomes, checked.acceptedWarnings()).code();
        } finally {
            ec2.ifPresent(Ec2Fleet::close);
        }
    }

    private void requireHosts() {
        if (hosts.isEmpty()) {
            throw RefusedException.of(
                    "hosts",
                    0,
                    "are less than",
                    1,
                    "name hosts, or give --hosts-file, --tag, --asg, --stack or --local");
        }
        if (parallel() < 1) {
            throw RefusedException.of("parallel", parallel(), "is less than", 1, "raise it");
        }
    }

    private int parallel() {
        return parallel(parallel, ssh.proxy().isPresent());
    }

    static int parallel(@Nullable Integer given, boolean byProxy) {
        return Objects.requireNonNullElse(given, byProxy ? PARALLEL_BY_PROXY : PARALLEL);
    }

    private FleetCheck fleetCheck(CapacityPlan plan, ProjectFile project) {
        PrintWriter terminal = spec.commandLine().getErr();
        return new FleetCheck(
                checks.of(
                        plan,
                        project.toldMessaging(),
                        domain(plan, project),
                        project.toldAuthentication(),
                        role,
                        ssh.timeout()),
                parallel(),
                patience,
                clock,
                Thread::sleep,
                progress ? Progress.on(terminal) : Progress.none(terminal));
    }

    /** Only hosts that end TLS have a certificate for it. */
    private static Optional<String> domain(CapacityPlan plan, ProjectFile project) {
        return plan.spec().ingress().endsOnHost() ? project.domain() : Optional.empty();
    }

    private CapacityPlan plan(ProjectFile project) {
        Map<String, Object> inputs = new HashMap<>(project.inputs());
        if (connections != null) {
            inputs.put(FleetKey.CONNECTIONS.key(), connections);
        }
        return CapacityPlanner.plan(FleetSpec.of(inputs));
    }

    private Optional<Ec2Fleet> ec2() throws FleetUnavailableException {
        if (!hosts.inEc2()) {
            return Optional.empty();
        }
        Optional<URI> endpoint =
                Optional.ofNullable(System.getProperty(ENDPOINT_PROPERTY)).map(URI::create);
        return Optional.of(Ec2Fleet.connect(hosts.region(), endpoint));
    }

    private List<HostOutcome> outcomes(FleetCheck check, Optional<Ec2Fleet> ec2)
            throws FleetUnavailableException, InterruptedException {
        List<Host> all = new ArrayList<>(hosts.local() ? List.of(new LocalHost(ssh.timeout())) : List.of());
        List<FleetHost> remote = hosts.overSsh(ssh, ec2);
        List<HostOutcome> outcomes = new ArrayList<>();
        List<FleetHost> checked = remote.stream().filter(this::isChecked).toList();
        if (checked.isEmpty()) {
            outcomes.addAll(check.run(all));
        } else {
            try (SshAccess access = new SshAccess(ssh, ec2, agentSocket, sshFolder)) {
                checked.stream().map(access::host).forEach(all::add);
                outcomes.addAll(check.run(all));
            }
        }
        remote.stream()
                .filter(host -> !isChecked(host))
                .map(host -> new HostOutcome.Aside(
                        host.name(), host.standing().toString(), host.standing().sentence()))
                .forEach(outcomes::add);
        return outcomes;
    }

    /** Whoever waits for hosts that boot has those checked that are not in service yet. */
    private boolean isChecked(FleetHost host) {
        return host.standing() == Standing.IN_SERVICE || (host.standing() == Standing.JOINING && patience.isPositive());
    }
}
