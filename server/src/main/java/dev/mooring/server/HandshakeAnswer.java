package dev.mooring.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** What an application answers to a {@link Handshake}. Immutable. */
public sealed interface HandshakeAnswer {
    /** Lets the client in. A subprotocol is agreed on only if the configuration names one that the client offers. */
    static Accept accept() {
        return Accept.PLAIN;
    }

    /**
     * Turns the client away.
     *
     * @param status 300 to 599; a 3xx takes a Location among its headers
     * @param body plain text, may be empty, {@link Refuse#MAX_BODY} bytes of UTF-8 at most
     */
    static Refuse refuse(int status, String body) {
        return new Refuse(status, List.of(), body);
    }

    /**
     * Answers later, on whatever thread. Meanwhile nothing more is read from the client. When the handshake timeout is over
     * first, or the stage completes exceptionally, the client is answered 503 or 500, and what comes after that is ignored.
     */
    static Later later(CompletionStage<? extends HandshakeAnswer> answer) {
        return new Later(answer, Optional.empty());
    }

    /**
     * Yes.
     *
     * @param subprotocol the one to speak; it must be among the client's
     * @param headers further headers of the 101
     * @param attachment what {@link WebSocket#attachment} returns from {@link WebSocketHandler#open} on
     * @param otherwise what to do when the client is not let in after all
     */
    record Accept(
            Optional<String> subprotocol,
            List<Header> headers,
            Optional<Object> attachment,
            Optional<Runnable> otherwise)
            implements HandshakeAnswer {
        private static final Accept PLAIN = new Accept(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

        public Accept {
            headers = Header.within(headers);
        }

        /** The same with this subprotocol. */
        public Accept subprotocol(String chosen) {
            return new Accept(Optional.of(chosen), headers, attachment, otherwise);
        }

        /** The same with one header more. */
        public Accept header(String name, String value) {
            return new Accept(subprotocol, Header.and(headers, name, value), attachment, otherwise);
        }

        /** The same with this object, so that what the request told is known when messages come. */
        public Accept attach(Object object) {
            return new Accept(subprotocol, headers, Optional.of(object), otherwise);
        }

        /**
         * The same with something to do, once, when the client is not let in after all: it has gone, its time is up, there is
         * no place for it, or the answer cannot be sent. {@link WebSocketHandler#close} is told of all others. Called on the
         * connection's loop; not when the server itself ends meanwhile.
         */
        public Accept otherwise(Runnable task) {
            return new Accept(subprotocol, headers, attachment, Optional.of(task));
        }
    }

    /**
     * No, with an HTTP error or a redirect, after which the connection is closed.
     *
     * @param status 300 to 599
     * @param headers besides Connection, Content-Length and, if none is given, Content-Type
     * @param body sent as UTF-8
     */
    record Refuse(int status, List<Header> headers, String body) implements HandshakeAnswer {
        /** In bytes. */
        public static final int MAX_BODY = 16 << 10;

        private static final int NOT_MODIFIED = 304;

        public Refuse {
            headers = Header.within(headers);
            if (status < 300 || status > 599 || status == NOT_MODIFIED) {
                throw new IllegalArgumentException(
                        "status=" + status + " is no refusal; take 401, 403 or another from 300 to 599");
            }
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_BODY) {
                throw new IllegalArgumentException(
                        "body=" + length + " bytes is more than " + MAX_BODY + "; say less, or redirect");
            }
        }

        /** The same with one header more. */
        public Refuse header(String name, String value) {
            return new Refuse(status, Header.and(headers, name, value), body);
        }
    }

    /**
     * Not yet.
     *
     * @param answer completes with {@link Accept} or {@link Refuse}
     * @param otherwise what to do when nobody waits for it any more
     */
    record Later(CompletionStage<? extends HandshakeAnswer> answer, Optional<Runnable> otherwise)
            implements HandshakeAnswer {
        /**
         * The same with something to do, once, when the answer is waited for no more: the client has gone, its time is up, or
         * there is no memory to wait with. What is done for the answer can be given up then, and its place taken by another's.
         * Must not block; called on whatever thread.
         */
        public Later otherwise(Runnable task) {
            return new Later(answer, Optional.of(task));
        }
    }

    /**
     * A header line of the answer: RFC 9110 section 5.
     *
     * @param name a token, none of those that the handshake itself is made of
     * @param value visible characters of ISO 8859-1, blanks and tabs
     */
    record Header(String name, String value) {
        private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
        private static final Pattern VALUE = Pattern.compile(
                "(?:[\\x21-\\x7e\\x80-\\xff](?:[\\t\\x20-\\x7e\\x80-\\xff]*" + "[\\x21-\\x7e\\x80-\\xff])?)?");

        /** What the server writes itself, or what would change how the answer is read. */
        private static final Set<String> RESERVED =
                Set.of("connection", "upgrade", "content-length", "transfer-encoding", "trailer", "keep-alive");
        /** Of all headers of an answer together. */
        private static final int MAX_BYTES = 8 << 10;

        public Header {
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException("header=" + printable(name) + " is not a token; correct its name");
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (RESERVED.contains(lower) || lower.startsWith("sec-websocket-")) {
                throw new IllegalArgumentException("header=" + name
                        + " is the server's own; leave it out, or name the subprotocol by subprotocol()");
            }
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("header " + name + "=" + printable(value)
                        + " has a control character, one beyond ISO 8859-1, or a blank at an end; encode it");
            }
        }

        private static List<Header> and(List<Header> headers, String name, String value) {
            List<Header> more = new ArrayList<>(headers);
            more.add(new Header(name, value));
            return more;
        }

        private static List<Header> within(List<Header> headers) {
            int bytes = 0;
            for (Header header : headers) {
                bytes += header.name.length() + header.value.length() + ": \r\n".length();
            }
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "headers=" + bytes + " bytes is more than " + MAX_BYTES + "; send the rest as a message");
            }
            return List.copyOf(headers);
        }

        private static String printable(String text) {
            return text.replaceAll("[^\\x20-\\x7e]", "?");
        }
    }
}
