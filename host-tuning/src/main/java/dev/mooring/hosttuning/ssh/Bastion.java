package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A jump host. All hosts behind it share one session to it, each with a direct-tcpip channel of its own: sshd limits
 * sessions and logins under way, but not forwarded connections. A login that failed is remembered, so the hosts behind
 * a dead bastion fail at once with its sentence. Thread-safe.
 */
public final class Bastion implements Route, AutoCloseable {
    private final SshAddress address;
    private final SshLogin login;
    private @Nullable SshSession session;
    private @Nullable HostUnreachableException failure;

    public Bastion(SshAddress address, SshLogin login) {
        this.address = address;
        this.login = login;
    }

    @Override
    public synchronized void prepare() throws HostUnreachableException {
        if (failure != null) {
            throw failure;
        }
        if (session != null && session.isConnected()) {
            return;
        }
        try {
            session = login.use(address, opened -> opened);
        } catch (HostUnreachableException e) {
            failure = new HostUnreachableException("jump host: " + e.getMessage(), e);
            throw failure;
        }
    }

    @Override
    public Transport transportTo(SshAddress target) {
        return new Forwarded(target);
    }

    @Override
    public String keyscan(SshAddress target) {
        String port = address.port() == SshAddress.DEFAULT_PORT ? "" : "-p " + address.port() + " ";
        return "ssh " + port + address.user() + "@" + address.host() + " " + Route.super.keyscan(target);
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
            var input = opened.getInputStream();
            var output = opened.getOutputStream();
            opened.connect((int) login.timeLimit().toMillis());
            if (!opened.isConnected()) {
                throw new IOException("the channel was closed");
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
    }
}
