package dev.mooring.hosttuning.ssh;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where and as whom to log in. The characters of a host are bounded, so that it can stand in a command line without
 * being an option or an instruction of a shell.
 */
public record SshAddress(String user, String host, int port) {
    public static final int DEFAULT_PORT = 22;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9._:%-]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]*");
    private static final Pattern PLACE =
            Pattern.compile("(?:\\[(?<bracketed>[^\\[\\]]+)]|(?<host>[^\\[\\]]+?))(?::(?<port>\\d+))?");
    private static final int MAX_PORT = 65_535;

    /** Checks the parts. */
    public SshAddress {
        require(HOST.matcher(host).matches(), "host", host, "a name or an address");
        require(USER.matcher(user).matches(), "user", user, "a user name");
        require(port >= 1 && port <= MAX_PORT, "port", port, "a port from 1 to 65535");
    }

    /**
     * Reads {@code [user@]host[:port]}; an IPv6 address with a port stands in brackets.
     *
     * @throws RefusedException when the text is not an address
     */
    public static SshAddress parse(String text, String defaultUser, int defaultPort) {
        int at = text.lastIndexOf('@');
        String user = at < 0 ? defaultUser : text.substring(0, at);
        String place = text.substring(at + 1);
        if (isBareIpv6(place)) {
            return new SshAddress(user, place, defaultPort);
        }
        Matcher matcher = PLACE.matcher(place);
        require(matcher.matches(), "host", text, "an address of the form user@host:port");
        String port = matcher.group("port");
        String host = matcher.group("bracketed") == null ? matcher.group("host") : matcher.group("bracketed");
        return new SshAddress(user, host, port == null ? defaultPort : number(text, port));
    }

    /** The name under which known_hosts keeps the key. */
    public String alias() {
        String name = lowerCaseHost();
        return port == DEFAULT_PORT ? name : "[" + name + "]:" + port;
    }

    /** The host as ssh looks for it: names are not distinguished by case. */
    String lowerCaseHost() {
        return host.toLowerCase(Locale.ROOT);
    }

    /** Host and port, as messages name them. */
    public String endpoint() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static boolean isBareIpv6(String text) {
        return text.indexOf('[') < 0 && text.indexOf(':') != text.lastIndexOf(':');
    }

    private static int number(String text, String port) {
        require(port.length() <= 5, "host", text, "an address with a port from 1 to 65535");
        return Integer.parseInt(port);
    }

    private static void require(boolean holds, String name, Object value, String bound) {
        if (!holds) {
            throw RefusedException.of(name, value, "is not", bound, "write user@host:port, as in ec2-user@10.0.0.7:22");
        }
    }
}
