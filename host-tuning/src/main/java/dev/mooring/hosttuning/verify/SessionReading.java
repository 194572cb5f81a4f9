package dev.mooring.hosttuning.verify;

import java.util.OptionalLong;

/**
 * The limits of the session in which the probe ran: over SSH, what PAM really gave.
 *
 * @param user its user; empty when it could not be read
 */
record SessionReading(String user, OptionalLong softNofile, OptionalLong hardNofile) {
    static SessionReading of(Datum datum) {
        String[] lines = datum.text().split("\n", -1);
        return lines.length < 3
                ? new SessionReading("", OptionalLong.empty(), OptionalLong.empty())
                : new SessionReading(lines[0], Numbers.read(lines[1]), Numbers.read(lines[2]));
    }

    /** The domain in limits.d that applies to the user. */
    String domain() {
        return user.equals("root") ? "root" : "*";
    }
}
