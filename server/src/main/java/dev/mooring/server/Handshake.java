package dev.mooring.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client's request to be let in: RFC 6455 section 4.1. It is a copy, so that the application may keep it and read it on any
 * thread; each method reads it anew. Text is ISO 8859-1, as HTTP's is, unless a method says that it decodes.
 */
public interface Handshake {
    /** The path as sent, not decoded; {@code /} at the least. */
    String path();

    /** What follows the question mark as sent, not decoded; empty when there is no question mark. */
    String query();

    /**
     * The parameters of the query in their order, names and values decoded as HTML forms encode them: percent escapes of
     * UTF-8, and a plus for a blank. An escape that is none is left as it is.
     */
    Map<String, List<String>> parameters();

    /** The first value of that parameter. */
    default Optional<String> parameter(String name) {
        return parameters().getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The first value of the header; upper and lower case are the same. */
    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The values of all lines of the header, in their order, without the blanks around them. */
    List<String> headers(String name);

    /** The value of the first cookie of that name, without the quotes that may surround it: RFC 6265 section 4.2. */
    default Optional<String> cookie(String name) {
        return cookies(name).stream().findFirst();
    }

    /** The values of all cookies of that name, in the order in which they were sent, without the quotes around them. */
    List<String> cookies(String name);

    /** The subprotocols that the client offers, in its order of preference. */
    List<String> subprotocols();

    /** What the connection will be called, {@link WebSocket#id}; it finds nobody who can be sent to before it is let in. */
    String id();

    /** The values of every header, by its name in lower case, in the order in which they were sent. */
    Map<String, List<String>> headers();

    /** Whether it came by TLS that this server ends; one that came by a balancer's has not. */
    boolean secure();

    /**
     * The subject of the certificate that the client has shown, by RFC 2253 and in ASCII, as {@code CN=device-17,O=Example}; empty
     * where clients are not asked for one.
     */
    Optional<String> clientSubject();

    /** The client's address: the PROXY header's when there was one, else the socket's own; empty when the client has gone. */
    Optional<InetSocketAddress> clientAddress();
}
