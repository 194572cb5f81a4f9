package dev.mooring.hosttuning.verify;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;

/**
 * What the server was told of its push port, by its file, its environment and its command line, of which the last counts.
 *
 * @param host the address it is to listen at; empty or {@code *} for each of the machine's
 * @param port of it, as it is written
 * @param hasKeys whether there is a file of keys that may push
 * @param openOnPurpose whether everybody may push who reaches the port, and that was asked for
 */
record PushSettings(String host, String port, boolean hasKeys, boolean openOnPurpose) {
    private static final String EVERY_ADDRESS = "*";

    /** The settings in the server's own form; empty where there is no push port. */
    static Optional<PushSettings> of(String text) {
        Properties values = new Properties();
        try {
            values.load(new StringReader(text));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text is read without an error", impossible);
        }
        String push = values.getProperty("push", "").strip();
        int colon = push.lastIndexOf(':');
        return push.isEmpty()
                ? Optional.empty()
                : Optional.of(new PushSettings(
                        push.substring(0, Math.max(0, colon)),
                        push.substring(colon + 1),
                        !values.getProperty("api-keys", "").isBlank(),
                        Boolean.parseBoolean(
                                values.getProperty("push-open", "false").strip())));
    }

    /** Whether a socket at this address, as ss(8) prints it, is the one that was asked for. */
    boolean isAt(String address) {
        int colon = address.lastIndexOf(':');
        return colon >= 0
                && address.substring(colon + 1).equals(port)
                && plain(address.substring(0, colon)).equals(plain(host));
    }

    /** Whether only programs of the same machine reach the port. */
    boolean isLoopback() {
        return plain(host).startsWith("127.") || plain(host).equals("::1");
    }

    String text() {
        return host + ":" + port;
    }

    /** One form of an address: no brackets, interface or IPv4 in IPv6, and one word for all addresses. */
    private static String plain(String address) {
        String bare = address.replaceAll("[\\[\\]]|%.*", "").replaceFirst("^::ffff:", "");
        return switch (bare) {
            case "", "0.0.0.0", "::", EVERY_ADDRESS -> EVERY_ADDRESS;
            case "localhost" -> "127.0.0.1";
            default -> bare;
        };
    }
}
