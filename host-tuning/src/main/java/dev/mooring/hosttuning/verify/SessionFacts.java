package dev.mooring.hosttuning.verify;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The limits of the session in which the probe ran: over SSH, what PAM really gave.
 *
 * @param user its user; empty when it could not be read
 * @param service the service in which the probe ran, which no PAM gave limits; empty for a session
 * @param pamMessages what PAM said about nofile since the boot
 */
record SessionFacts(
        String user,
        OptionalLong softNofile,
        OptionalLong hardNofile,
        Optional<String> service,
        ProbeSection pamMessages) {
    /** The service of a control group; the services of sshd and of user managers hold sessions. */
    private static final Pattern SERVICE =
            Pattern.compile("/system\\.slice/(?:[^/]+\\.slice/)*((?!sshd?[.@-])[^/]+\\.service)");

    static SessionFacts of(ProbeSection section, ProbeSection group, ProbeSection pamMessages) {
        String[] lines = section.text().split("\n", -1);
        Optional<String> service = SERVICE.matcher(group.text())
                .results()
                .map(found -> found.group(1))
                .findFirst();
        return lines.length < 3
                ? new SessionFacts("", OptionalLong.empty(), OptionalLong.empty(), service, pamMessages)
                : new SessionFacts(
                        lines[0], KernelNumber.read(lines[1]), KernelNumber.read(lines[2]), service, pamMessages);
    }
}
