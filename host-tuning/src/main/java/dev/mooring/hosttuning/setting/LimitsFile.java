package dev.mooring.hosttuning.setting;

import java.util.List;
import java.util.stream.Collectors;

/** The limits.d file. PAM reads it when a session begins, so it changes new sessions only. */
final class LimitsFile {
    static final String PATH = "/etc/security/limits.d/99-zz-mooring.conf";

    private LimitsFile() {}

    static RenderedFile of(List<Setting.Limit> limits) {
        String lines = limits.stream()
                .map(limit -> String.format(
                        "%-5s %s nofile %s%n",
                        limit.domain(),
                        limit.type(),
                        limit.requirement().value().shell()))
                .collect(Collectors.joining());
        return new RenderedFile(PATH, """
                # Mooring: open files of sessions. Services do not read this; see LimitNOFILE in their units.
                # The star does not cover root.
                """ + lines);
    }
}
