package dev.mooring.loadgenerator.connection;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.loadgenerator.frame.FrameDecoder;
import dev.mooring.loadgenerator.handshake.UpgradeResponse;
import java.util.Arrays;
import java.util.Optional;

/** Why a connection failed or was lost, each with what a person can do about it; says no more than was seen. */
public enum FailureReason {
    CONNECT_REFUSED("connect refused", "check that the server listens on this port"),
    CONNECT_TIMEOUT(
            "connect timeout",
            "nothing answered the SYN: a full accept queue (look at ListenOverflows), a firewall, or the network"),
    NO_ROUTE("no route", "check the target address and the routes of this host"),
    NO_LOCAL_PORT(
            "no local port left", "give more --sources, more target ports, or widen net.ipv4.ip_local_port_range"),
    SOURCE_NOT_LOCAL("source address not on this host", "give --sources only addresses that this host has"),
    NO_DESCRIPTOR("no file descriptor left", "raise nofile (ulimit -Hn), or split the run with --processes"),
    NO_DESCRIPTOR_ON_HOST("no file descriptor left on this host", "raise fs.file-max"),
    REQUEST_NOT_TAKEN(
            "request never acknowledged",
            "connect() succeeded, but the server's kernel took no byte of the request although it was sent again:"
                    + " a full accept queue behind SYN cookies (look at ListenOverflows, raise net.core.somaxconn and"
                    + " the server's backlog), or the network"),
    HANDSHAKE_TIMEOUT(
            "handshake timeout",
            "the server's kernel took the request, and the server did not answer in --handshake-timeout"),
    CERTIFICATE_UNTRUSTED(
            "certificate not trusted",
            "give --ca the certificate of the authority that issued it, or check nothing with --insecure"),
    CERTIFICATE_OUT_OF_DATE(
            "certificate out of date",
            "renew the server's certificate, set the clock of this host, or check nothing with --insecure"),
    CERTIFICATE_WRONG_NAME(
            "certificate for another name",
            "write the URL with a name that the certificate is for, or check nothing with --insecure"),
    TLS_TOO_OLD(
            "server without TLS 1.3",
            "it speaks TLS 1.2 at most: swarm speaks 1.3 alone, which the server of this project speaks first"),
    NOT_TLS("answer is not TLS", "give a port of the server's tls-ports, or write ws:// for one of its ports"),
    TLS_FAILED("TLS handshake failed", "what follows is TLS's own word for it; the server's log may say more"),
    TLS_ALERT("ended by a TLS alert", "what follows is what the server said; its log may say more"),
    TLS_VIOLATION("violation of TLS", "the server, or something between, sent what RFC 8446 does not allow"),
    ENDED_BEFORE_ANSWER("ended before the answer", "the server closed during the handshake: look at its limits"),
    BAD_ANSWER("not a WebSocket answer", "check that the address is a WebSocket server's"),
    LONG_ANSWER(
            "answer longer than the client's limit",
            "the head of the answer has no end within " + Bytes.of(UpgradeResponse.MAX_LENGTH)),
    BAD_ACCEPT(
            "wrong Sec-WebSocket-Accept", "something between answered in the server's place, or the server is wrong"),
    RESET("reset", "the server or something between ended the connection abruptly"),
    NO_CLOSE("ended without Close", "the server ended the connection without a Close frame"),
    VIOLATION("protocol violation", "the server sent what RFC 6455 does not allow"),
    MESSAGE_TOO_LARGE(
            "message larger than the client's limit",
            "the server sent a frame of more than " + Bytes.of(FrameDecoder.MAX_PAYLOAD)
                    + ", which RFC 6455 allows and this client does not take"),
    NOT_READING("server does not read", "the server stopped reading; its receive buffer and this side's are full"),
    OTHER("other error", "errno(3) says what the number means");

    static final String DETAIL = ": ";

    private final String label;
    private final String remedy;

    FailureReason(String label, String remedy) {
        this.label = label;
        this.remedy = remedy;
    }

    /** The reason that {@link Failure#label} begins with. */
    public static Optional<FailureReason> named(String label) {
        return Arrays.stream(values())
                .filter(reason -> label.equals(reason.label) || label.startsWith(reason.label + DETAIL))
                .findFirst();
    }

    public String label() {
        return label;
    }

    public String remedy() {
        return remedy;
    }
}
