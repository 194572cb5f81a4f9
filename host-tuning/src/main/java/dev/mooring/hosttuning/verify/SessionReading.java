package dev.mooring.hosttuning.verify;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The limits of the session in which the probe ran: over SSH, what PAM really gave.
 *
 * @param user its user; empty when it could not be read
 * @param service the service in which the probe ran, which no PAM gave limits; empty for a session
 */
record SessionReading(String user, OptionalLong softNofile, OptionalLong hardNofile, Optional<String> service) {
    /** The service of a control group; the services of sshd and of user managers hold sessions. */
    private static final Pattern SERVICE =
            Pattern.compile("/system\\.slice/(?:[^/]+\\.slice/)*((?!sshd?[.@-])[^/]+\\.service)");

    static SessionReading of(Datum datum, Datum group) {
        String[] lines = datum.text().split("\n", -1);
        Optional<String> service = SERVICE.matcher(group.text())
                .results()
                .map(found -> found.group(1))
                .findFirst();
        return lines.length < 3
                ? new SessionReading("", OptionalLong.empty(), OptionalLong.empty(), service)
                : new SessionReading(lines[0], Numbers.read(lines[1]), Numbers.read(lines[2]), service);
    }
}
