package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.mooring.hosttuning.host.HostReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One session of one host. Used by one thread; {@link #close} and the queries may be called by any other, and closing
 * ends whatever the first is waiting for. Costs one JSch object, one virtual thread and 6 or 7 round trips to log in.
 */
final class SshSession implements AutoCloseable {
    private static final String HOST_KEY_ALGORITHMS = "server_host_key";
    private static final int MAX_OUTPUT_BYTES = 4 << 20;
    private static final Duration CLOSE_POLL = Duration.ofMillis(2);

    private final Session session;
    private final Transport transport;
    private final HostKeys hostKeys;
    private final OfferedKeys offered;
    private volatile Stage stage = Stage.CONNECT;

    /** How far a session has come, for the message when its time is up. */
    enum Stage {
        CONNECT,
        LOGIN,
        SCRIPT
    }

    SshSession(SshAddress address, Transport transport, Identities identities, KnownHosts knownHosts)
            throws JSchException {
        JSch keys = new JSch();
        this.transport = transport;
        this.hostKeys = knownHosts.of(address);
        // No alias: JSch would look for it, port and all, among the principals of a certificate.
        this.session = keys.getSession(address.user(), address.lowerCaseHost(), address.port());
        session.setHostKeyRepository(hostKeys);
        session.setProxy(transport);
        session.setThreadFactory(Thread.ofVirtual().factory());
        session.setConfig("StrictHostKeyChecking", "yes");
        List<String> algorithms = List.of(JSch.getConfig(HOST_KEY_ALGORITHMS).split(","));
        session.setConfig(HOST_KEY_ALGORITHMS, String.join(",", hostKeys.ordered(algorithms)));
        session.setConfig("prefer_known_host_key_types", "no");
        session.setConfig("PreferredAuthentications", "publickey");
        this.offered = identities.offerTo(keys, session);
    }

    void login() throws JSchException {
        session.connect();
        stage = Stage.SCRIPT;
    }

    /**
     * Runs a command. What it prints on standard error is dropped: sudo and rc files put noise there.
     *
     * @return with exit code -1 when a signal ended it
     * @throws IOException when it prints more than 4 MiB, or the connection is lost
     */
    HostReply execute(String command) throws JSchException, IOException, InterruptedException {
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        channel.setCommand(command);
        channel.setInputStream(InputStream.nullInputStream());
        InputStream output = channel.getInputStream();
        channel.connect();
        byte[] printed = output.readNBytes(MAX_OUTPUT_BYTES + 1);
        if (printed.length > MAX_OUTPUT_BYTES) {
            throw new IOException("the script printed more than 4 MiB");
        }
        awaitExitCode(channel);
        if (channel.getExitStatus() < 0 && transport.wasEnded()) {
            throw new IOException("no exit code arrived");
        }
        return new HostReply(new String(printed, StandardCharsets.UTF_8), channel.getExitStatus());
    }

    /** The exit code arrives after the end of the output; JSch offers nothing to wait on but the closed flag. */
    private void awaitExitCode(ChannelExec channel) throws InterruptedException, JSchException {
        while (!channel.isClosed()) {
            if (!session.isConnected()) {
                throw new JSchException("session is down");
            }
            Thread.sleep(CLOSE_POLL);
        }
    }

    @Override
    public void close() {
        transport.leave();
        transport.close();
        session.disconnect();
    }

    boolean isConnected() {
        return session.isConnected();
    }

    Session channels() {
        return session;
    }

    Stage stage() {
        return stage == Stage.CONNECT && transport.isOpen() ? Stage.LOGIN : stage;
    }

    /** The bytes under the session. */
    Transport transport() {
        return transport;
    }

    /** The keys of this side. */
    OfferedKeys offered() {
        return offered;
    }

    /** What the server calls itself, as in {@code SSH-2.0-OpenSSH_9.2p1}; asked once the algorithms were. */
    String serverVersion() {
        return session.getServerVersion();
    }

    /** What is known of the host, and what was said about its key. */
    HostKeys known() {
        return hostKeys;
    }

    /** The key that the host showed, if it came that far and was no certificate. */
    Optional<HostKey> hostKey() {
        return Optional.ofNullable(session.getHostKey());
    }
}
