package dev.mooring.hosttuning.verify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the running server says of itself at its admin port.
 *
 * @param open connections that it holds
 * @param max connections that it takes, its cap
 * @param proxyProtocol whether it expects the client's address by PROXY v2; empty of a server that does not say
 * @param draining whether it has closed its ports, to end
 */
record ServerStatus(long open, long max, Optional<Boolean> proxyProtocol, boolean draining) {
    private static final Pattern CONNECTIONS =
            Pattern.compile("\"connections\":\\{\"open\":(\\d{1,18}),\"max\":(\\d{1,18})[,}]");
    private static final Pattern PROXY_PROTOCOL = Pattern.compile("\"proxyProtocol\":(true|false)[,}]");
    private static final String DRAINING = "\"phase\":\"draining\"";

    static Optional<ServerStatus> of(ProbeSection status) {
        Matcher found = CONNECTIONS.matcher(status.text());
        return status.isRead() && found.find()
                ? Optional.of(new ServerStatus(
                        Long.parseLong(found.group(1)),
                        Long.parseLong(found.group(2)),
                        proxyProtocol(status.text()),
                        status.text().contains(DRAINING)))
                : Optional.empty();
    }

    private static Optional<Boolean> proxyProtocol(String status) {
        Matcher found = PROXY_PROTOCOL.matcher(status);
        return found.find() ? Optional.of(Boolean.valueOf(found.group(1))) : Optional.empty();
    }
}
