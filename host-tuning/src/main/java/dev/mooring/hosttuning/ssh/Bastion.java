package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A jump host. All hosts behind it share one session to it, each with a direct-tcpip channel of its own: sshd limits
 * sessions and logins under way, but not forwarded connections. A login that failed is remembered for three seconds, so
 * the hosts behind a dead bastion fail at once with its sentence, and a later round tries it again. Thread-safe.
 */
public final class Bastion implements Route, AutoCloseable {
    private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(3);
    private static final int PROHIBITED = 1;
    private static final int CONNECT_FAILED = 2;

    private final SshAddress address;
    private final SshLogin login;
    private final InstantSource clock;
    private Instant retryFrom = Instant.MIN;
    private @Nullable SshSession session;
    private @Nullable HostUnreachableException failure;

    public Bastion(SshAddress address, SshLogin login, InstantSource clock) {
        this.address = address;
        this.login = login;
        this.clock = clock;
    }

    @Override
    public synchronized void prepare() throws HostUnreachableException {
        if (failure != null && clock.instant().isBefore(retryFrom)) {
            throw failure;
        }
        if (session != null && session.isConnected()) {
            return;
        }
        try {
            session = login.use(address, opened -> opened);
        } catch (HostUnreachableException e) {
            failure = new HostUnreachableException("jump host: " + e.getMessage(), e);
            retryFrom = clock.instant().plus(FAILURE_REMEMBERED);
            throw failure;
        }
    }

    @Override
    public Transport transportTo(SshAddress target) {
        return new Forwarded(target);
    }

    @Override
    public Optional<String> keyscan(SshAddress target) {
        String port = address.port() == SshAddress.DEFAULT_PORT ? "" : "-p " + address.port() + " ";
        String login = "ssh " + port + address.user() + "@" + address.host() + " ";
        return Route.super.keyscan(target).map(command -> login + command);
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }

    private synchronized Session current() throws HostUnreachableException {
        if (session == null) {
            throw new HostUnreachableException("jump host: " + address.endpoint() + " has no session");
        }
        return session.channels();
    }

    /** One connection that the bastion opens for us. */
    private final class Forwarded extends Transport {
        private final SshAddress target;
        private @Nullable ChannelDirectTCPIP channel;
        private boolean closed;

        Forwarded(SshAddress target) {
            this.target = target;
        }

        @Override
        void open() throws HostUnreachableException, JSchException, IOException {
            ChannelDirectTCPIP opened = prepared();
            InputStream input = opened.getInputStream();
            OutputStream output = opened.getOutputStream();
            try {
                opened.connect(Math.toIntExact(login.timeLimit().toMillis()));
            } catch (JSchException e) {
                throw new HostUnreachableException(target.endpoint() + " " + reason(opened.getExitStatus()), e);
            }
            streams(input, output);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (channel != null) {
                channel.disconnect();
            }
        }

        private synchronized ChannelDirectTCPIP prepared() throws HostUnreachableException, JSchException {
            if (closed) {
                throw new HostUnreachableException("The session was closed before its channel was opened");
            }
            ChannelDirectTCPIP prepared = (ChannelDirectTCPIP) current().openChannel("direct-tcpip");
            prepared.setHost(target.host());
            prepared.setPort(target.port());
            channel = prepared;
            return prepared;
        }

        /** The reason code of RFC 4254, section 5.1, which JSch keeps as the exit status. */
        private String reason(int code) {
            return switch (code) {
                case PROHIBITED ->
                    "is not forwarded to by the jump host " + address.endpoint()
                            + "; set AllowTcpForwarding yes in its sshd_config";
                case CONNECT_FAILED ->
                    "was refused or is not there, says the jump host " + address.endpoint()
                            + "; check that the host is up and that its security group lets the jump host in";
                default -> "got no channel from the jump host " + address.endpoint() + "; read the log of its sshd";
            };
        }
    }
}
