package dev.mooring.proof.units;

import java.util.Map;

/**
 * The unit files of one host, in two steps. A text that begins with {@link #LINK} is a link to what follows;
 * {@link #GONE} takes the file away.
 *
 * @param loaded files by path, which systemd has read
 * @param changed what was changed after that
 * @param reloaded whether systemd was told to read the changes
 * @param aged whether the changed files are older than those before, as one that mv(1) brings from elsewhere
 */
record UnitCase(Map<String, String> loaded, Map<String, String> changed, boolean reloaded, boolean aged) {
    static final String LINK = "->";
    static final String GONE = "-";

    UnitCase {
        loaded = Map.copyOf(loaded);
        changed = Map.copyOf(changed);
    }
}
