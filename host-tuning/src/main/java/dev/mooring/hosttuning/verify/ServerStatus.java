package dev.mooring.hosttuning.verify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the running server says of itself at its admin port.
 *
 * @param open connections that it holds
 * @param max connections that it takes, its cap
 * @param draining whether it has closed its ports, to end
 */
record ServerStatus(long open, long max, boolean draining) {
    private static final Pattern CONNECTIONS =
            Pattern.compile("\"connections\":\\{\"open\":(\\d{1,18}),\"max\":(\\d{1,18})[,}]");
    private static final String DRAINING = "\"phase\":\"draining\"";

    static Optional<ServerStatus> of(Datum status) {
        Matcher found = CONNECTIONS.matcher(status.text());
        return status.isRead() && found.find()
                ? Optional.of(new ServerStatus(
                        Long.parseLong(found.group(1)),
                        Long.parseLong(found.group(2)),
                        status.text().contains(DRAINING)))
                : Optional.empty();
    }
}
