package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server under load, written {@code ws://host:8080-8083/path}: one host, consecutive ports, one request path.
 *
 * @param host as written, without brackets
 * @param resource path and query, at least {@code /}
 */
public record Target(String host, PortRange ports, String resource) {
    private static final Pattern TEXT =
            Pattern.compile("ws://(\\[[0-9A-Fa-f:.]+\\]|[^\\[\\]/:?#@\\s]+)(?::(\\d+(?:-\\d+)?))?([/?][!-~&&[^#]]*)?");

    /**
     * Reads a target.
     *
     * @throws RefusedException when the text is not a ws URL
     */
    public static Target parse(String text) {
        if (text.toLowerCase(Locale.ROOT).startsWith("wss:")) {
            throw RefusedException.of(
                    "url",
                    text,
                    "asks for",
                    "TLS, whose cost would hide the cost of the connections measured here",
                    "give the ws:// address behind the TLS listener");
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw RefusedException.of(
                    "url", text, "is not", "a WebSocket address", "write it as in ws://127.0.0.1:8080-8083/path");
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        PortRange ports = matcher.group(2) == null ? new PortRange(80, 80) : PortRange.parse("url", matcher.group(2));
        String tail = matcher.group(3) == null ? "/" : matcher.group(3);
        return new Target(host, ports, tail.startsWith("/") ? tail : "/" + tail);
    }

    /**
     * The socket addresses, one a port. Costs one name look-up; of several addresses of a name the first is taken.
     *
     * @throws RefusedException when the name is unknown
     */
    public List<InetSocketAddress> resolve() {
        try {
            InetAddress address = InetAddress.getByName(host);
            return ports.ports()
                    .mapToObj(port -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw RefusedException.of("url", host, "has", "no address", "check the name, or give the address itself");
        }
    }

    /** The value of the Host header for one of the ports. */
    public String authority(int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + (port == 80 ? "" : ":" + port);
    }

    @Override
    public String toString() {
        return "ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + ports + resource;
    }
}
