package dev.mooring.hosttuning.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Messaging;
import dev.mooring.hosttuning.fleet.Ec2Endpoint;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import dev.mooring.hosttuning.ssh.SshServer;
import dev.mooring.hosttuning.verify.Actual;
import dev.mooring.hosttuning.verify.Check;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.HostVerifier;
import dev.mooring.hosttuning.verify.Outcome;
import dev.mooring.hosttuning.verify.Survival;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command with a check that only asks a host for its name; the real check is tested where it lives. */
final class VerifyCommandTest {
    private static final String ENDPOINT = "mooring.ec2.endpoint";
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "key", "aws.secretAccessKey", "secret");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Optional<Finding> finding = Optional.empty();
    private Path config;
    private Optional<Messaging> told = Optional.empty();
    private Optional<String> toldDomain = Optional.empty();

    @BeforeEach
    void describeAFleet() throws IOException {
        config = Files.writeString(folder.resolve("cdk.json"), "{\"context\": {\"mooring\": {}}}");
        CREDENTIALS.forEach(System::setProperty);
    }

    @AfterEach
    void forget() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        System.clearProperty(ENDPOINT);
    }

    @Test
    void checksThisMachine() {
        assertEquals(0, verify("--local"));
        assertTrue(out.toString().startsWith("localhost"), out.toString());
    }

    @Test
    void tellsTheCheckWhatTheFleetDoesWithMessagesWhereTheFileSaysSo() throws IOException {
        verify("--local");
        assertEquals(Optional.empty(), told);

        Files.writeString(
                config,
                "{\"context\": {\"mooring\": {}, \"messaging\": {\"push-port\": 9100, \"push-keys\": \"keys\"}}}");
        verify("--local");
        assertEquals(OptionalInt.of(9100), told.orElseThrow().pushPort());
    }

    @Test
    void tellsTheCheckWhatClientsConnectToWhereHostsEndTls() throws IOException {
        String deployment = "\"deployment\": {\"domain\": \"ws.example.com\"}";
        Files.writeString(config, "{\"context\": {\"mooring\": {}, " + deployment + "}}");
        verify("--local");
        assertEquals(Optional.empty(), toldDomain);

        Files.writeString(config, "{\"context\": {\"mooring\": {\"tls\": \"host\"}, " + deployment + "}}");
        verify("--local");
        assertEquals(Optional.of("ws.example.com"), toldDomain);
    }

    @Test
    void endsWithOneWhenAHostFails() {
        finding = Optional.of(finding(Severity.FAILURE));
        assertEquals(10, verify("--local"));
    }

    @Test
    void endsWithTwoWhenAHostOnlyWarns() {
        finding = Optional.of(finding(Severity.WARNING));
        assertEquals(11, verify("--local"));
    }

    @Test
    void tellsTheVerdictsOfOneAddressApartByTheirUsers() throws IOException, InterruptedException {
        verify("a@127.0.0.1:1", "b@127.0.0.1:1", "a@127.0.0.1:1", "127.0.0.2:1", "--identity", key().toString());
        assertEquals(
                List.of("a@127.0.0.1:1", "b@127.0.0.1:1", "127.0.0.2:1"),
                out.toString()
                        .lines()
                        .filter(line -> line.endsWith("  UNREACHABLE"))
                        .map(line -> line.replaceFirst("  UNREACHABLE$", ""))
                        .toList());
    }

    @Test
    void tellsThisMachineFromAHostOfItsName() throws IOException, InterruptedException {
        verify("--local", "a@localhost", "--timeout", "1s", "--identity", key().toString());
        assertTrue(out.toString().contains("\na@localhost  UNREACHABLE"), out.toString());
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsNoFileThatIsNone() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        String key = key().toString();
        for (String file : List.of(pipe.toString(), "/dev/zero")) {
            for (List<String> words : List.of(
                    List.of("--known-hosts", file, "127.0.0.1:1", "--identity", key),
                    List.of("--hosts-file", file, "--identity", key),
                    List.of("127.0.0.1:1", "--identity", file))) {
                err.getBuffer().setLength(0);
                assertEquals(64, verify(words.toArray(String[]::new)), words.toString());
                assertTrue(
                        err.toString().contains("=" + file + " is a device or a pipe, not a file; "), err.toString());
            }
            config = Path.of(file);
            assertEquals(64, verify("--local"));
            describeAFleet();
        }
    }

    @Test
    void endsWithThreeWhenAHostIsNotReached() throws IOException, InterruptedException {
        Path key = key();
        assertEquals(12, verify("127.0.0.1:1", "--identity", key.toString()));
        assertTrue(
                out.toString().contains("127.0.0.1:1 refused the connection; check that sshd runs there"),
                out.toString());
    }

    @Test
    void wantsHosts() {
        assertRefused("""
                hosts=0 are less than 1; name hosts, or give --hosts-file, --tag, --asg, --stack or --local
                """);
    }

    @Test
    void refusesAnUnknownOption() {
        assertRefused(
                "argument=--hosts is not one this program knows; did you mean --hosts-file or --host-key?\n",
                "--hosts");
    }

    @Test
    void refusesATimeThatIsTooLong() {
        assertRefused("""
                timeout=90000s is more than 86400s; give a shorter time
                """, "--local", "--timeout", "25h");
    }

    @Test
    void refusesATimeWithoutAUnit() {
        assertRefused(
                "timeout=20 is not a duration; write a whole number with ms, s," + " m or h, as in 100s\n",
                "--local",
                "--timeout",
                "20");
    }

    @Test
    void refusesAJumpHostBesideAProxyCommand() throws IOException, InterruptedException {
        assertRefused(
                "jump=a@b excludes --proxy-command; give one of the two\n",
                "host",
                "--jump",
                "a@b",
                "--proxy-command",
                "nc %h %p",
                "--identity",
                key().toString());
    }

    @Test
    void refusesPinnedKeysForAHostThatEc2DoesNotKnow() throws IOException, InterruptedException {
        assertRefused(
                "host-key=console needs an instance id, unlike host; find it by --tag, --asg or --stack\n",
                "host",
                "--host-key",
                "console",
                "--identity",
                key().toString());
    }

    @Test
    void refusesToLogInWithoutAKey() {
        assertRefused(
                "identity=" + folder + " has no key, and no ssh-agent runs; give --identity, or start one\n", "host");
    }

    @Test
    void refusesMoreConnectionsThanTheInstanceHolds() {
        assertRefused(
                "ports=16 carry 880000 connections, fewer than connections=90000000; use 1637 or more ports, or a"
                        + " current instance-type and target-type=instance\n",
                "--local",
                "--connections",
                "90000000");
    }

    @Test
    void namesTheChoicesAsTheHelpDoes() {
        assertRefused("""
                role=x is not one of server, load-generator; choose one
                """, "--local", "--role", "x");
    }

    @Test
    void refusesAConfigurationThatIsNestedWithoutEndInOneSentence() throws IOException {
        Files.writeString(config, "[".repeat(100_000));
        assertEquals(64, verify("--local"));
        assertTrue(err.toString().startsWith("host-tuning/verify: fleet=" + config + " is not JSON"), err.toString());
        assertEquals(2, err.toString().lines().count());
    }

    @Test
    void checksOneAddressForEachUser() throws IOException, InterruptedException {
        Path key = key();
        verify("a@127.0.0.1:1", "127.0.0.1:1", "b@127.0.0.1:1", "a@127.0.0.1:1", "--identity", key.toString());
        assertEquals(
                3,
                out.toString()
                        .lines()
                        .filter(line -> line.contains("UNREACHABLE"))
                        .count(),
                out.toString());
    }

    @Test
    void saysThatEc2HasNoSuchHost() throws IOException {
        try (Ec2Endpoint ec2 = new Ec2Endpoint(10)) {
            System.setProperty(ENDPOINT, ec2.uri().toString());
            assertEquals(12, verify("--asg", "blue", "--region", "eu-west-1"));
            assertEquals(
                    "host-tuning/verify: No running instance has tag aws:autoscaling:groupName=blue; check the name and --region, and that"
                            + " the instances have started\n",
                    err.toString());
        }
    }

    @Test
    void leavesHostsAloneThatAreNotInServiceAndSaysWhereTheyAre() throws IOException, InterruptedException {
        try (Ec2Endpoint ec2 = new Ec2Endpoint(10)) {
            System.setProperty(ENDPOINT, ec2.uri().toString());
            Map<String, String> group = Map.of("aws:autoscaling:groupName", "blue");
            ec2.add("i-1", "running", "10.0.0.1", group);
            ec2.standing("i-1", "Terminating:Wait");
            ec2.add("i-2", "running", "10.0.0.2", group);
            ec2.standing("i-2", "Standby");
            ec2.add("i-3", "running", "10.0.0.3", group);
            ec2.standing("i-3", "Pending:Wait");
            ec2.add("i-4", "running", "10.0.0.4", group);

            assertEquals(0, verify("--local", "--asg=blue", "--region=us-east-1"), () -> out + "" + err);

            assertTrue(out.toString().endsWith("""
                    i-1 (10.0.0.1)  leaving, not checked
                      it drains, or has drained, and the group ends it

                    i-2 (10.0.0.2)  in standby, not checked
                      somebody has taken it out of service; nobody is sent to it until it is put back

                    i-3 (10.0.0.3)  joining, not checked
                      its agent lets it into service when it has verified it; give --wait to check it until then

                    i-4 (10.0.0.4)  detached, not checked
                      the group of its tag no longer has it; nobody is sent to it

                    1 host is detached, not checked
                    1 host is in standby, not checked
                    1 host is joining, not checked
                    1 host is leaving, not checked
                    """), out::toString);
        }
    }

    @Test
    void provesNothingOfAGroupOfWhichNoHostIsInService() throws IOException {
        try (Ec2Endpoint ec2 = new Ec2Endpoint(10)) {
            System.setProperty(ENDPOINT, ec2.uri().toString());
            ec2.add("i-1", "running", "10.0.0.1", Map.of("aws:autoscaling:groupName", "blue"));
            ec2.standing("i-1", "Terminating:Wait");

            assertEquals(12, verify("--asg=blue", "--region=us-east-1", "--format=json"));

            assertTrue(out.toString().contains("\"notInService\" : \"leaving\""), out::toString);
        }
    }

    @Test
    void trustsTheKeysOnTheConsoleOfAnInstance() throws IOException, InterruptedException {
        try (SshServer server = SshServer.start(folder);
                Ec2Endpoint ec2 = new Ec2Endpoint(10)) {
            System.setProperty(ENDPOINT, ec2.uri().toString());
            ec2.add("i-1", "running", "127.0.0.1", Map.of("Name", "mooring"));
            ec2.console("i-1", """
                    -----BEGIN SSH HOST KEY KEYS-----
                    %s
                    -----END SSH HOST KEY KEYS-----
                    """.formatted(server.knownAs("").strip()));
            int port = server.address().port();
            int code = verify(
                    "--tag=Name=mooring",
                    "--region=us-east-1",
                    "--host-key=console",
                    "--user=" + SshServer.user(),
                    "--port=" + port,
                    "--identity=" + server.userKey());
            assertEquals(0, code, () -> out + "" + err);
            assertTrue(out.toString().startsWith("i-1 (127.0.0.1)"), out.toString());
        }
    }

    private int verify(String... arguments) {
        CommandLine line = new VerifyCommand(this::check, "", folder).commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        return line.execute(all);
    }

    private HostVerifier check(
            CapacityPlan plan,
            Optional<Messaging> messaging,
            Optional<String> domain,
            Optional<Authentication> authentication,
            Role role,
            Duration limit) {
        told = messaging;
        toldDomain = domain;
        return this::report;
    }

    private HostReport report(Host host) throws HostUnreachableException {
        HostReply reply = host.run("uname");
        return new HostReport(
                host.name(), reply.output().strip(), finding.map(List::of).orElse(List.of()), Optional.empty());
    }

    private static Finding finding(Severity severity) {
        return new Finding(
                new Check("fs.nr_open", severity, "1", "one"),
                Outcome.FAIL,
                Actual.NOTHING,
                "is wrong",
                "",
                Survival.YES);
    }

    private Path key() throws IOException, InterruptedException {
        Path key = folder.resolve("key");
        SshServer.keygen(key, "");
        return key;
    }

    private void assertRefused(String sentence, String... arguments) {
        assertEquals(64, verify(arguments));
        assertEquals("host-tuning/verify: " + sentence + "See: host-tuning/verify --help\n", err.toString());
        assertEquals("", out.toString());
    }
}
