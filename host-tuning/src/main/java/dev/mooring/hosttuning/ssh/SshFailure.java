package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hosttuning.host.HostUnreachableException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;

/** Why a host could not be asked, as one sentence: what happened, and what to do about it. */
record SshFailure(SshAddress address, SshLogin login, SshSession session) {
    /** True for a connection that the other side ended: such a login may be tried again. */
    static boolean isDrop(Throwable failure) {
        String text = text(failure).toLowerCase(Locale.ROOT);
        return text.contains("closed by foreign host")
                || text.contains("connection reset")
                || text.contains("broken pipe")
                || text.contains("end of io stream");
    }

    static HostUnreachableException late(SshAddress address, SshSession.Stage stage, Duration limit) {
        String within = " within " + DurationText.format(limit);
        return new HostUnreachableException(
                switch (stage) {
                    case CONNECT ->
                        address.endpoint() + " did not accept a connection" + within
                                + "; allow port " + address.port() + " from here in its security group, or go through"
                                + " --jump";
                    case LOGIN ->
                        address.endpoint() + " accepted a connection but no login" + within
                                + "; check that sshd answers on port " + address.port() + ", or raise --timeout";
                    case SCRIPT ->
                        address.endpoint() + " did not finish the check" + within
                                + "; look for a login script that waits, or raise --timeout";
                });
    }

    HostUnreachableException sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HostUnreachableException known) {
                return known;
            }
        }
        return new HostUnreachableException(address.endpoint() + " " + predicate(failure, root(failure)), failure);
    }

    private String predicate(Throwable failure, Throwable root) {
        return switch (root) {
            case JSchUnknownHostKeyException e -> hostKey().refusal();
            case JSchChangedHostKeyException e -> hostKey().refusal();
            case JSchRevokedHostKeyException e -> hostKey().revokedCertificate();
            case JSchAlgoNegoFailException e ->
                "and this machine share no " + e.getAlgorithmName() + "; update its sshd";
            case UnknownHostException e -> "cannot be resolved; check the name, or give an address";
            case ConnectException e
            when text(e).contains("refused") -> "refused the connection; check that sshd runs there, or give --port";
            case ConnectException e ->
                "cannot be connected to (" + text(e) + "); open its security group, or use --jump";
            case NoRouteToHostException e -> "has no route from here; check the VPN, or go through --jump";
            default -> other(text(failure));
        };
    }

    private HostKeyRefusal hostKey() {
        String shown = session.hostKey().map(SshFailure::named).orElse("a key");
        return new HostKeyRefusal(address, session.known(), shown, login.route().keyscan(address));
    }

    private String other(String text) {
        if (text.startsWith("Auth")) {
            return "refused user " + address.user() + " with "
                    + login.identities().source() + "; check --user and --identity, and that the account is not locked";
        }
        return "ended the session (" + text + "); read the log of its sshd";
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

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
