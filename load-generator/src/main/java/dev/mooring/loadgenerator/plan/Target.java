package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server under load, written {@code ws://host:8080-8083/path} or {@code wss://}: one host, consecutive ports, one request path.
 *
 * @param host as written, without brackets
 * @param resource path and query, at least {@code /}
 * @param tls whether connections are encrypted
 */
public record Target(String host, PortRange ports, String resource, boolean tls) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private static final Pattern TEXT = Pattern.compile(
            "(wss?)://(\\[[0-9A-Fa-f:.]+\\]|[^\\[\\]/:?#@\\s]+)(?::(\\d+(?:-\\d+)?))?([/?][!-~&&[^#]]*)?");

    /**
     * Reads a target.
     *
     * @throws RefusedException when the text is not a ws or wss URL
     */
    public static Target parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw RefusedException.of(
                    "url", text, "is not", "a WebSocket address", "write it as in ws://127.0.0.1:8080-8083/path");
        }
        boolean tls = matcher.group(1).equals("wss");
        String host = matcher.group(2).replaceAll("[\\[\\]]", "");
        PortRange ports = matcher.group(3) == null ? defaultPorts(tls) : PortRange.parse("url", matcher.group(3));
        String tail = matcher.group(4) == null ? "/" : matcher.group(4);
        return new Target(host, ports, tail.startsWith("/") ? tail : "/" + tail, tls);
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
        return (host.contains(":") ? "[" + host + "]" : host) + (port == defaultPort(tls) ? "" : ":" + port);
    }

    private static PortRange defaultPorts(boolean tls) {
        return new PortRange(defaultPort(tls), defaultPort(tls));
    }

    private static int defaultPort(boolean tls) {
        return tls ? HTTPS : HTTP;
    }

    @Override
    public String toString() {
        return (tls ? "wss://" : "ws://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + ports + resource;
    }
}
