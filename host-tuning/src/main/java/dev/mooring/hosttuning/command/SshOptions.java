package dev.mooring.hosttuning.command;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hosttuning.ssh.CommandRoute;
import dev.mooring.hosttuning.ssh.Identities;
import dev.mooring.hosttuning.ssh.KnownHosts;
import dev.mooring.hosttuning.ssh.KnownHostsFile;
import dev.mooring.hosttuning.ssh.SshAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say how to log in. */
final class SshOptions {
    private static final String EC2_USER = "ec2-user";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Who logs in. Default: ec2-user on EC2 instances, else you.")
    private @Nullable String user;

    @Option(names = "--port", paramLabel = "PORT", description = "The port of sshd. Default: ${DEFAULT-VALUE}.")
    private int port = SshAddress.DEFAULT_PORT;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "A private key without a passphrase. Default: the ssh-agent's keys, then those in ~/.ssh.")
    private @Nullable Path identity;

    @Option(
            names = "--jump",
            paramLabel = "USER@HOST[:PORT]",
            description = "A jump host; one session to it serves all hosts.")
    private @Nullable String jump;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Used beside /etc/ssh/ssh_known_hosts. Default: ~/.ssh/known_hosts and known_hosts2.")
    private @Nullable Path knownHosts;

    @Option(
            names = "--host-key",
            paramLabel = "MODE",
            defaultValue = "strict",
            description =
                    "Host keys to trust: strict (those in known_hosts), accept-new (also the first of a new host),"
                            + " console (what cloud-init printed on the EC2 console). A changed key is always refused."
                            + " Default: ${DEFAULT-VALUE}.")
    private HostKeyMode mode = HostKeyMode.STRICT;

    @Option(
            names = "--proxy-command",
            paramLabel = "COMMAND",
            description = "A command that carries the session; %%h, %%p and %%r are host, port and user. No shell.")
    private @Nullable String proxyCommand;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = DurationConverter.class,
            description = "What a host may take for connect, login and check. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    String user() {
        return user == null ? System.getProperty("user.name") : user;
    }

    String userOnEc2() {
        return user == null ? EC2_USER : user;
    }

    int port() {
        return port;
    }

    HostKeyMode mode() {
        return mode;
    }

    Duration timeout() {
        return timeout;
    }

    Identities identities(String agentSocket, Path sshFolder) {
        return identity == null ? Identities.usual(agentSocket, sshFolder) : Identities.file(identity);
    }

    /**
     * The keys that ssh would trust too.
     *
     * @param sshFolder usually {@code ~/.ssh}
     * @param machineFolder usually {@code /etc/ssh}
     */
    KnownHosts knownHosts(Path sshFolder, Path machineFolder) {
        Stream<KnownHostsFile> ofUser = knownHosts == null
                ? Stream.of("known_hosts", "known_hosts2")
                        .map(sshFolder::resolve)
                        .map(KnownHostsFile::new)
                : Stream.of(new KnownHostsFile(knownHosts));
        Stream<KnownHostsFile> ofMachine = Stream.of("ssh_known_hosts", "ssh_known_hosts2")
                .map(machineFolder::resolve)
                .filter(Files::isReadable)
                .map(KnownHostsFile::new);
        KnownHostsFile[] files = Stream.concat(ofUser, ofMachine).toArray(KnownHostsFile[]::new);
        return mode == HostKeyMode.ACCEPT_NEW ? KnownHosts.acceptNew(this::warn, files) : KnownHosts.strict(files);
    }

    private void warn(String sentence) {
        command.commandLine().getErr().println(sentence);
    }

    Optional<SshAddress> jump() {
        if (jump != null && proxyCommand != null) {
            throw RefusedException.of("jump", jump, "excludes", "--proxy-command", "give one of the two");
        }
        return Optional.ofNullable(jump).map(text -> SshAddress.parse(text, user(), SshAddress.DEFAULT_PORT));
    }

    Optional<CommandRoute> proxy() {
        return Optional.ofNullable(proxyCommand).map(CommandRoute::new);
    }
}
