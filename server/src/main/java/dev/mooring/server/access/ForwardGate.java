package dev.mooring.server.access;

import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.HandshakeAnswer.Refuse;
import dev.mooring.server.backend.Backend;
import dev.mooring.server.backend.BackendAnswer;
import dev.mooring.server.backend.EventHeaders;
import dev.mooring.server.gateway.Grant;
import dev.mooring.server.identity.Gate;
import dev.mooring.server.identity.Identity;
import dev.mooring.server.identity.NotLetInException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks a URL about each client, with the headers of its request that say who it is, as proxies with forward authentication do.
 * Only a yes admits a client. {@link Backend} bounds the number, time and memory of the requests.
 */
final class ForwardGate implements Gate {
    /** Headers that may say who a client is. No other reaches the URL, above all no X-Forwarded of the client's own. */
    private static final List<String> PASSED_ON =
            List.of("Authorization", "Cookie", "Origin", "User-Agent", "Sec-WebSocket-Protocol");

    private static final Refuse UNAVAILABLE = HandshakeAnswer.refuse(503, "nobody can say who you are now; try again\n")
            .header("Retry-After", "1");

    private final Backend backend;
    private final AtomicLong questions = new AtomicLong();

    ForwardGate(URI uri, InstantSource clock) {
        backend = Backend.asked(uri, clock);
    }

    @Override
    public CompletableFuture<Identity> identify(Handshake handshake) {
        // Not the connection's id, which costs each connection 8 bytes; no request has to wait for another.
        EventHeaders each = new EventHeaders(Long.toString(questions.incrementAndGet()), "", "AUTH");
        CompletableFuture<BackendAnswer> told = backend.tell(each, lines(handshake));
        CompletableFuture<Identity> identity = told.handle(ForwardGate::identity);
        var _ = identity.whenComplete((_, _) -> {
            if (identity.isCancelled()) {
                told.cancel(false);
            }
        });
        return identity;
    }

    private static String lines(Handshake handshake) {
        StringBuilder lines = new StringBuilder();
        String query = handshake.query();
        line(lines, "X-Forwarded-Method", "GET");
        line(lines, "X-Forwarded-Uri", handshake.path() + (query.isEmpty() ? "" : "?" + query));
        line(lines, "X-Forwarded-Proto", handshake.secure() ? "https" : "http");
        line(
                lines,
                "X-Forwarded-Client-Cert",
                handshake.clientSubject().map(ForwardGate::quoted).orElse(""));
        line(lines, "X-Forwarded-Host", handshake.header("Host").orElse(""));
        line(
                lines,
                "X-Forwarded-For",
                handshake
                        .clientAddress()
                        .map(InetSocketAddress::getAddress)
                        .map(InetAddress::getHostAddress)
                        .orElse(""));
        for (String name : PASSED_ON) {
            String separator = name.equals("Cookie") ? "; " : ", ";
            line(lines, name, String.join(separator, handshake.headers(name)));
        }
        return lines.toString();
    }

    /** As Envoy writes it. */
    private static String quoted(String subject) {
        return "Subject=\"" + subject.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A character that no header may hold becomes a question mark, so that no client can prevent the request about it. */
    private static void line(StringBuilder lines, String name, String value) {
        String printable = value.replaceAll("[^\\x20-\\x7e]", "?").strip();
        if (!printable.isEmpty()) {
            lines.append(name).append(": ").append(printable).append('\n');
        }
    }

    private static Identity identity(@Nullable BackendAnswer answer, @Nullable Throwable failed) {
        if (answer == null || (answer.status() >= 500 && answer.status() < 600)) {
            throw new NotLetInException(UNAVAILABLE);
        }
        if (!answer.agrees()) {
            boolean clients = answer.status() >= 400 && answer.status() < 500;
            throw new NotLetInException(HandshakeAnswer.refuse(clients ? answer.status() : 502, "refused\n"));
        }
        Optional<Grant> grant = Grant.read(answer.body());
        try {
            Grant granted = grant.orElseThrow(() -> new IllegalArgumentException("not understood"));
            return new Identity(granted.user(), granted.topics(), granted.until(), answer.subprotocol());
        } catch (IllegalArgumentException unfit) {
            throw new NotLetInException(HandshakeAnswer.refuse(502, "the answer of auth-url cannot be understood\n"));
        }
    }

    @Override
    public Optional<String> subprotocol(Handshake handshake) {
        return Optional.empty();
    }

    /** The figures of the calls, under names of their own. */
    @Override
    public List<Figure> figures() {
        return backend.figures().stream()
                .filter(figure -> !figure.name().contains("disconnects"))
                .map(figure -> new Figure(
                        figure.name().replace("mooring.backend.", "mooring.auth."),
                        figure.description().replace("the backend", "auth-url"),
                        figure.rising(),
                        figure.value()))
                .toList();
    }

    @Override
    public void close() {
        backend.close();
    }
}
