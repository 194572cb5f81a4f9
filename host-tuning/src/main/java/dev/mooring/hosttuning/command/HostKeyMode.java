package dev.mooring.hosttuning.command;

import java.util.Locale;

/** Which host keys are trusted. */
enum HostKeyMode {
    /** Those in known_hosts. */
    STRICT,
    /** Those, and the first one of every other host; it is appended to known_hosts. */
    ACCEPT_NEW,
    /** Those that EC2 hands out from the instance's console, and no other. */
    CONSOLE;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
