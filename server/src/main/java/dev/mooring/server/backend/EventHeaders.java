package dev.mooring.server.backend;

/**
 * What is told of an event in headers, for backends that map those.
 *
 * @param connection the connection's id
 * @param route as a client wrote it, which may be anything; the header has what a header may have
 * @param type CONNECT, MESSAGE or DISCONNECT
 */
public record EventHeaders(String connection, String route, String type) {
    String printableRoute() {
        return route.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
