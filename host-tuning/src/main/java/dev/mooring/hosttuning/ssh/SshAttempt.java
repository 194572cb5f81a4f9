package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.JSchException;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions that are tried for one use of a host, one after the other. Another thread may end the last. */
final class SshAttempt<R> {
    private final SshAddress address;
    private final SshLogin login;
    private final SshLogin.Use<R> use;
    private @Nullable SshSession session;
    private boolean over;

    SshAttempt(SshAddress address, SshLogin login, SshLogin.Use<R> use) {
        this.address = address;
        this.login = login;
        this.use = use;
    }

    /** One session; empty when the host dropped it before the login, so that another may be tried. */
    Optional<R> once() throws HostUnreachableException, InterruptedException {
        SshSession opened = begin();
        try {
            opened.login();
            return Optional.of(use.with(opened));
        } catch (JSchException | IOException | RuntimeException e) {
            opened.close();
            if (opened.stage() != SshSession.Stage.SCRIPT && SshFailure.isDrop(e)) {
                return Optional.empty();
            }
            throw new SshFailure(address, login, opened).sentence(e);
        }
    }

    HostUnreachableException dropped(int attempts) {
        return new HostUnreachableException(address.endpoint() + " closed the connection before the login, " + attempts
                + " times; lower --parallel if sshd is at its MaxStartups limit, else read its log");
    }

    synchronized HostUnreachableException timedOut() {
        over = true;
        SshSession.Stage stage = session == null ? SshSession.Stage.CONNECT : session.stage();
        if (session != null) {
            session.close();
        }
        return SshFailure.late(address, stage, login.timeLimit());
    }

    private synchronized SshSession begin() throws HostUnreachableException {
        if (over) {
            throw new HostUnreachableException("The time of " + address.endpoint() + " is up");
        }
        try {
            SshSession begun =
                    new SshSession(address, login.route().transportTo(address), login.identities(), login.knownHosts());
            session = begun;
            return begun;
        } catch (JSchException e) {
            throw new HostUnreachableException(
                    login.identities().source() + " gives no keys; run ssh-add -l, or give --identity", e);
        }
    }
}
