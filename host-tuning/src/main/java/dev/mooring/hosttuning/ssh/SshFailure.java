package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.ssh.SshSession.Stage;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a host could not be asked, as one sentence: what was observed, and what to do about it. It depends on the type of the
 * failure and by what was seen on the connection, never by the words of a message.
 */
record SshFailure(SshAddress address, SshSession session, Throwable failure, Route route) {
    private static final Pattern OPENSSH = Pattern.compile("OpenSSH_(\\d+)\\.(\\d+)");
    /** The first OpenSSH with all that JSch asks for: rsa-sha2 signatures came with 7.2, in 2016. */
    private static final int OLD_BELOW = 702;

    /** The sentence; empty for a connection that was dropped before the login, which may be tried again. */
    Optional<HostUnreachableException> sentence() {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HostUnreachableException known) {
                return Optional.of(known);
            }
        }
        Optional<String> predicate = byType(root(failure)).or(this::byObservation);
        return predicate.map(rest -> new HostUnreachableException(address.endpoint() + " " + rest, failure));
    }

    /** The sentence for a connection that was dropped before the login each time. */
    HostUnreachableException dropped(int attempts) {
        Transport transport = session.transport();
        if (!transport.wasHeard() && transport.silentPart().isPresent()) {
            return new HostUnreachableException(address.endpoint() + " was not heard: "
                    + transport.silentPart().get() + " ended without a word, " + attempts
                    + " times; run it by hand");
        }
        return new HostUnreachableException(address.endpoint() + " closed the connection before the login, " + attempts
                + " times; lower --parallel if sshd is at its MaxStartups limit, else read its log");
    }

    static HostUnreachableException notAccepted(SshAddress address, Duration limit) {
        return new HostUnreachableException(
                address.endpoint() + " did not accept a connection" + within(limit) + "; " + reachable(address));
    }

    static HostUnreachableException late(SshAddress address, SshSession session, Duration limit) {
        return switch (session.stage()) {
            case CONNECT -> notAccepted(address, limit);
            case LOGIN ->
                new HostUnreachableException(silence(session)
                        .map(part -> address.endpoint() + " was not heard: " + part + " said nothing" + within(limit)
                                + "; run it by hand to see what it waits for, or raise --timeout")
                        .orElse(address.endpoint() + " accepted a connection but no login" + within(limit)
                                + "; check that sshd answers on port " + address.port() + ", or raise --timeout"));
            case SCRIPT ->
                new HostUnreachableException(address.endpoint() + " did not finish the check" + within(limit)
                        + "; look for a login script that waits, or raise --timeout");
        };
    }

    private Optional<String> byType(Throwable root) {
        return Optional.ofNullable(
                switch (root) {
                    case JSchUnknownHostKeyException e -> hostKey().refusal();
                    case JSchChangedHostKeyException e -> hostKey().refusal();
                    case JSchRevokedHostKeyException e -> hostKey().revokedCertificate();
                    case JSchAlgoNegoFailException e -> nothingShared(e);
                    case UnknownHostException e -> "cannot be resolved; check the name, or give an address";
                    case ConnectException e
                    when isConnecting() -> "refused the connection; check that sshd runs there, or give --port";
                    case SocketTimeoutException e
                    when isConnecting() -> "did not accept a connection; " + reachable(address);
                    case NoRouteToHostException e
                    when isConnecting() -> "has no route from here; check the VPN, or go through --jump";
                    default -> null;
                });
    }

    private Optional<String> byObservation() {
        Transport transport = session.transport();
        if (session.stage() == Stage.SCRIPT) {
            return Optional.of(
                    transport.wasEnded()
                            ? "lost the connection during the check, which was cut off; check again, and read the log of"
                                    + " its sshd if it happens again"
                            : "gave no answer that can be read (" + text() + "); check again");
        }
        if (session.offered().wereOffered()) {
            return Optional.of(loginFailed());
        }
        if (root(failure) instanceof JSchSessionDisconnectException) {
            return Optional.of("ended the session (" + text() + "); read the log of its sshd");
        }
        // A plain SocketException of a connect is a reset: the transport gives the other kinds a type.
        if (transport.wasEnded() || (isConnecting() && root(failure) instanceof SocketException)) {
            return transport.ownEnd().map(end -> "was not reached: " + end);
        }
        return Optional.of("was not understood (" + text() + "); check that an sshd answers on port " + address.port()
                + " and lets users log in by key");
    }

    private String loginFailed() {
        OfferedKeys offered = session.offered();
        String user = "user " + address.user();
        if (offered.count() == 0) {
            return "was offered no key for " + user + ", as " + offered.source()
                    + " gave none; run ssh-add, or give --identity";
        }
        if (session.transport().wasEnded() || root(failure) instanceof JSchSessionDisconnectException) {
            return "closed the connection while " + user + " logged in with " + offered.source() + ", "
                    + offered.count() + (offered.count() == 1 ? " key" : " keys")
                    + "; give the right one by --identity if it allows fewer tries, else read its log";
        }
        return "refused " + user + " with " + offered.source()
                + "; check --user and --identity, and that the account is not locked";
    }

    private String nothingShared(JSchAlgoNegoFailException none) {
        Matcher version = OPENSSH.matcher(session.serverVersion());
        boolean old = version.find()
                && Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) < OLD_BELOW;
        String name = none.getAlgorithmName();
        return old
                ? "and this machine share no " + name + "; update its sshd, which is " + session.serverVersion()
                : "and this machine share no " + name + "; it allows " + none.getServerProposal()
                        + " alone: allow one of " + none.getJSchProposal() + " in its sshd_config";
    }

    private HostKeyRefusal hostKey() {
        String shown = session.hostKey().map(SshFailure::named).orElse("a key");
        return new HostKeyRefusal(address, session.known(), shown, route.keyscan(address));
    }

    private boolean isConnecting() {
        return session.stage() == Stage.CONNECT;
    }

    private static Optional<String> silence(SshSession session) {
        return session.transport().wasHeard()
                ? Optional.empty()
                : session.transport().silentPart();
    }

    private static String within(Duration limit) {
        return " within " + DurationText.format(limit);
    }

    private static String reachable(SshAddress address) {
        return "allow port " + address.port() + " from here in its security group, or go through --jump";
    }

    private static String named(HostKey key) {
        return "the " + key.getType() + " key " + key.getFingerPrint(new JSch());
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private String text() {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
