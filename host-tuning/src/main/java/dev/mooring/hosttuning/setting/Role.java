package dev.mooring.hosttuning.setting;

import java.util.Locale;

/** What a host is for. */
public enum Role {
    /** It runs the WebSocket server. */
    SERVER,
    /** It opens connections to one. */
    LOAD_GENERATOR;

    /** The name on the command line: {@code server} or {@code load-generator}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
