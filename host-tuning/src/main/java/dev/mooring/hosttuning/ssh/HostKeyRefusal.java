package dev.mooring.hosttuning.ssh;

import java.util.Optional;

/**
 * Why a host key was refused, as the rest of a sentence about the host.
 *
 * @param shown the key, or that there was one
 * @param keyscan the command that prints the host's keys as they are seen from here; empty when there is none
 */
record HostKeyRefusal(SshAddress address, HostKeys known, String shown, Optional<String> keyscan) {
    String refusal() {
        Optional<KnownHostsLine> line = known.verdict().line();
        return switch (known.verdict().trust()) {
            case REVOKED ->
                "shows " + shown + ", which " + place(line) + " revokes; do not log in: somebody may be using a stolen"
                        + " key. Give the host a new key, and leave that line in place";
            case CHANGED ->
                "shows " + shown + ", not the key in " + place(line) + "; somebody may be listening. "
                        + line.map(this::repair).orElse("");
            case OBSCURED ->
                "shows " + shown + ", which " + name() + " does not know, and " + place(line)
                        + " may be about this host but cannot be read; correct that line, or take it out";
            case UNKNOWN, KNOWN, LEARNED -> "shows " + shown + ", which " + name() + " does not know; " + unknown();
        };
    }

    /** JSch refuses such a certificate by itself, and does not say by which of the two keys. */
    String revokedCertificate() {
        return "shows a certificate that is revoked in the known hosts, by its own key or by that of its authority; do"
                + " not log in: somebody may be using a stolen key. Give the host a new key and certificate, and leave"
                + " the @revoked line in place";
    }

    private String unknown() {
        return keyscan.map(command ->
                        "compare it, then run: " + command + " >> " + name() + " (or give --host-key accept-new)")
                .orElse("compare it on the host's own console, then give --host-key accept-new");
    }

    /** ssh-keygen takes out lines of names alone, never patterns, and cannot write a file of root. */
    private String repair(KnownHostsLine line) {
        if (line.number() == 0) {
            return "If the host was replaced, look where its key comes from: " + line.file();
        }
        if (line.hosts().matches(".*[*?!].*")) {
            return "If the host was replaced, correct line " + line.number() + " of " + line.file()
                    + ", a pattern that other hosts may share";
        }
        return "If the host was replaced, run: ssh-keygen -f " + line.file() + " -R '" + address.alias() + "'";
    }

    private String place(Optional<KnownHostsLine> line) {
        return line.map(KnownHostsLine::place).orElse(name());
    }

    private String name() {
        return known.source().name();
    }
}
