package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.JSchException;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions that are tried for one use of a host, one after the other. Another thread may end the last. */
final class SshAttempt<R> {
    private final SshAddress address;
    private final SshLogin login;
    private final SshLogin.Use<R> use;
    private @Nullable SshSession session;
    private @Nullable SshFailure last;
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
            SshFailure failure = new SshFailure(address, opened, e, login.route());
            Optional<HostUnreachableException> sentence = failure.sentence();
            opened.close();
            last = failure;
            if (sentence.isEmpty()) {
                return Optional.empty();
            }
            throw sentence.get();
        }
    }

    HostUnreachableException dropped(int attempts) {
        return Objects.requireNonNull(last).dropped(attempts);
    }

    synchronized HostUnreachableException timedOut() {
        over = true;
        if (session == null) {
            return SshFailure.notAccepted(address, login.timeLimit());
        }
        HostUnreachableException sentence = SshFailure.late(address, session, login.timeLimit());
        session.close();
        return sentence;
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
