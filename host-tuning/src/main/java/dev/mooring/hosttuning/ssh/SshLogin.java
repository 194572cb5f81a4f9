package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.JSchException;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How to log in: the way, the keys of both sides, and the time that a host has for everything.
 *
 * <p>A connection that is lost before the login is tried again, up to four times, after a random pause that doubles: an
 * sshd drops logins at random once ten are under way (MaxStartups 10:30:100), and nothing has run yet. Each retry
 * costs a round trip, and only to hosts that drop.
 *
 * @param route how hosts are reached
 * @param identities the keys that are offered to them
 * @param knownHosts the keys that are expected of them
 * @param timeLimit how long a host may take for connect, login and script together
 * @param jitter spreads the retries
 */
public record SshLogin(
        Route route, Identities identities, KnownHosts knownHosts, Duration timeLimit, RandomGenerator jitter) {
    private static final int MAX_RETRIES = 4;
    private static final long FIRST_PAUSE_MILLIS = 250;

    /** What is done with a session that is logged in. */
    interface Use<R> {
        R with(SshSession session) throws JSchException, IOException, InterruptedException;
    }

    /** The same login with other expected keys. */
    public SshLogin expecting(KnownHosts others) {
        return new SshLogin(route, identities, others, timeLimit, jitter);
    }

    /** The same login over another route. */
    public SshLogin through(Route other) {
        return new SshLogin(other, identities, knownHosts, timeLimit, jitter);
    }

    /** Logs in, retries where that is safe, and uses the session; all within the time limit. */
    <R> R use(SshAddress address, Use<R> use) throws HostUnreachableException {
        route.prepare();
        SshAttempt<R> attempt = new SshAttempt<>(address, this, use);
        return new TimeLimit(timeLimit).run(() -> withRetries(attempt), attempt::timedOut);
    }

    private <R> R withRetries(SshAttempt<R> attempt) throws HostUnreachableException, InterruptedException {
        for (int retry = 0; ; retry++) {
            Optional<R> result = attempt.once();
            if (result.isPresent()) {
                return result.get();
            }
            if (retry == MAX_RETRIES) {
                throw attempt.dropped(retry + 1);
            }
            long pause = FIRST_PAUSE_MILLIS << retry;
            Thread.sleep(pause + jitter.nextLong(pause));
        }
    }
}
