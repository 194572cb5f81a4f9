package dev.mooring.loadgenerator.connection;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a connection failed or was lost, each with what a person can do about it; errno values are Linux's. */
public enum FailureReason {
    CONNECT_REFUSED("connect refused", "check that the server listens on this port"),
    CONNECT_TIMEOUT(
            "connect timeout", "the server's accept queue or the network drops packets: look at ListenOverflows"),
    NO_ROUTE("no route", "check the target address and the routes of this host"),
    NO_LOCAL_PORT(
            "no local port left", "give more --sources, more target ports, or widen net.ipv4.ip_local_port_range"),
    SOURCE_NOT_LOCAL("source address not on this host", "give --sources only addresses that this host has"),
    NO_DESCRIPTOR("no file descriptor left", "raise nofile (ulimit -Hn), or split the run with --processes"),
    HANDSHAKE_TIMEOUT("handshake timeout", "the server accepted but did not answer in --handshake-timeout"),
    ENDED_BEFORE_ANSWER("ended before the answer", "the server closed during the handshake: look at its limits"),
    BAD_ANSWER("not a WebSocket answer", "check that the address is a WebSocket server's"),
    BAD_ACCEPT(
            "wrong Sec-WebSocket-Accept", "something between answered in the server's place, or the server is wrong"),
    RESET("reset", "the server or something between ended the connection abruptly"),
    NO_CLOSE("ended without Close", "the server ended the connection without a Close frame"),
    VIOLATION("protocol violation", "the server sent a frame that RFC 6455 does not allow"),
    NOT_READING("server does not read", "the server stopped reading; its receive buffer and this side's are full"),
    OTHER("other error", "run again with fewer connections and look at the log");

    private static final Pattern ERRNO = Pattern.compile("error\\((-?\\d+)\\)");

    private final String label;
    private final String remedy;

    FailureReason(String label, String remedy) {
        this.label = label;
        this.remedy = remedy;
    }

    public String label() {
        return label;
    }

    public String remedy() {
        return remedy;
    }

    /** The reason behind an exception of Netty's sockets, which name the errno only in their text. */
    static FailureReason of(Throwable error) {
        if (error instanceof NoRouteToHostException) {
            return NO_ROUTE;
        }
        Throwable cause = error instanceof IOException || error.getCause() == null ? error : error.getCause();
        Matcher matcher = ERRNO.matcher(String.valueOf(cause.getMessage()));
        return switch (matcher.find() ? Math.abs(Integer.parseInt(matcher.group(1))) : 0) {
            case 23, 24 -> NO_DESCRIPTOR;
            case 32, 103, 104 -> RESET;
            case 99 -> NO_LOCAL_PORT;
            case 101, 113 -> NO_ROUTE;
            case 110 -> CONNECT_TIMEOUT;
            case 111 -> CONNECT_REFUSED;
            default -> OTHER;
        };
    }
}
