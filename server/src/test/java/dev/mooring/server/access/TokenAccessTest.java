package dev.mooring.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Audience;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.Response;
import dev.mooring.server.token.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens at a server that listens, as a command line configures it. */
@Timeout(60)
class TokenAccessTest {
    private static final String AUDIENCE = "--jwt-audience=mooring";

    @TempDir
    Path folder;

    private String keys = "";

    @BeforeEach
    void writeKeys() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), Tokens.SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        keys = "--jwt-keys=" + file;
    }

    @Test
    void aTokenInTheHeaderLetsItsUserIn() {
        try (Guarded server = Guarded.start(keys, AUDIENCE, "--jwt-topics-claim=topics");
                RawClient client = server.open("/", "Authorization: Bearer " + token("ann"))) {
            client.echoes("hello");
            assertEquals(1, publish(server, Audience.user("ann")));
            assertEquals("text news", client.frame().describe());
            assertEquals(1, publish(server, Audience.topic("news.ann")));
            assertEquals("text news", client.frame().describe());
            assertEquals(0, publish(server, Audience.user("bob")));
            assertEquals(1, server.figure("token.accepted"));
        }
    }

    @Test
    void aTokenMayBeInACookieAParameterOrASubprotocol() {
        String token = token("ann");
        try (Guarded server = Guarded.start(
                keys,
                AUDIENCE,
                "--jwt-from=header,cookie:session,query:token,subprotocol:bearer",
                "--subprotocols=v1")) {
            assertEquals(
                    101, server.answer("/", "Cookie: a=b; session=" + token).status());
            assertEquals(101, server.answer("/x?token=" + token).status());
            assertEquals(
                    "bearer",
                    server.answer("/", "Sec-WebSocket-Protocol: bearer, " + token)
                            .field("Sec-WebSocket-Protocol"));
            assertEquals(
                    "v1",
                    server.answer("/", "Sec-WebSocket-Protocol: v1, bearer, " + token)
                            .field("Sec-WebSocket-Protocol"));
            assertEquals(
                    401, server.answer("/", "Sec-WebSocket-Protocol: bearer").status());
            assertEquals(
                    401,
                    server.answer("/?token=" + token + "&token=" + token).status(),
                    "which of two is meant nobody knows");
        }
    }

    @Test
    void ofTwoCookiesThatDifferNoneCounts() {
        String token = token("ann");
        try (Guarded server = Guarded.start(keys, AUDIENCE, "--jwt-from=cookie:session")) {
            assertEquals(
                    101,
                    server.answer("/", "Cookie: session=" + token + "; session=\"" + token + "\"")
                            .status());
            for (String other : List.of("session=" + token("bob"), "session=", "session=x")) {
                assertEquals(
                        401,
                        server.answer("/", "Cookie: session=" + token + "; " + other)
                                .status(),
                        other);
                assertEquals(
                        401,
                        server.answer("/", "Cookie: session=" + token, "Cookie: " + other)
                                .status(),
                        other);
            }
        }
    }

    @Test
    void aTokenInAnotherPlaceThanTheOnesNamedIsNotSeen() {
        try (Guarded server = Guarded.start(keys, AUDIENCE)) {
            for (Response response : List.of(
                    server.answer("/?token=" + token("ann")),
                    server.answer("/", "Cookie: token=" + token("ann")),
                    server.answer("/", "Authorization: Basic " + token("ann")))) {
                assertEquals(401, response.status());
                assertEquals("Bearer", response.field("WWW-Authenticate"));
                assertEquals("there is no token\n", response.body());
            }
            assertEquals(3, server.figure("token.refused.missing"));
        }
    }

    @Test
    void aRefusalTellsTheTimesAndNothingElse() {
        Instant now = Instant.now();
        try (Guarded server = Guarded.start(keys, AUDIENCE, "--jwt-issuer=shop")) {
            assertEquals("the token has expired\n", refusal(server, claims(now.minusSeconds(60), "mooring", "shop")));
            assertEquals("the token is not accepted\n", refusal(server, claims(now.plusSeconds(60), "x", "shop")));
            assertEquals("the token is not accepted\n", refusal(server, claims(now.plusSeconds(60), "mooring", "x")));
            assertEquals(1, server.figure("token.refused.expired"));
            assertEquals(1, server.figure("token.refused.audience"));
            assertEquals(1, server.figure("token.refused.issuer"));
            assertEquals(0, server.figure("token.accepted"));
        }
    }

    @Test
    void theApplicationIsAskedForThoseAloneWhoAreKnownAndHasTheLastWord() {
        LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
        WebSocketHandler application = new WebSocketHandler() {
            @Override
            public HandshakeAnswer handshake(Handshake handshake) {
                asked.add(handshake.path());
                return handshake.path().equals("/no")
                        ? HandshakeAnswer.refuse(418, "no")
                        : HandshakeAnswer.later(CompletableFuture.completedFuture(
                                HandshakeAnswer.accept().attach("mine")));
            }

            @Override
            public void open(WebSocket socket) {
                socket.send(socket.attachment().map(Object::toString).orElse("nothing"));
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
        };
        try (Guarded server = Guarded.before(application, keys, AUDIENCE)) {
            String known = "Authorization: Bearer " + token("ann");
            assertEquals(401, server.answer("/stranger").status());
            assertEquals(418, server.answer("/no", known).status());
            try (RawClient client = server.open("/yes", known)) {
                assertEquals("text mine", client.frame().describe());
            }
            assertEquals(List.of("/no", "/yes"), List.copyOf(asked));
        }
    }

    @Test
    void aConnectionIsClosedWhenItsTokenExpires() {
        // For who verifies it, it is good however late it comes.
        Instant now = Instant.now();
        String ending = Tokens.signed("HS256", "", Tokens.secret(), claims(now.plusSeconds(2), "mooring", "shop"));
        try (Guarded server = Guarded.at(() -> now, keys, AUDIENCE, "--jwt-skew=0s");
                RawClient other = server.open("/", "Authorization: Bearer " + token("bob"));
                RawClient client = server.open("/", "Authorization: Bearer " + ending)) {
            assertEquals("close 4401", client.frame().describe());
            other.echoes("mine has not");
        }
    }

    @Test
    void anApplicationThatLetsAClientInForLessTimeThanItsTokenHasItsWay() {
        WebSocketHandler application = new WebSocketHandler() {
            @Override
            public void open(WebSocket socket) {
                socket.expireAtLatest(Instant.now());
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
        };
        try (Guarded server = Guarded.before(application, keys, AUDIENCE);
                RawClient client = server.open("/", "Authorization: Bearer " + token("ann"))) {
            assertEquals("close 4401", client.frame().describe());
        }
    }

    @Test
    void anOpenConnectionKeepsNothingOfItsToken() {
        AtomicReference<Optional<Object>> attached = new AtomicReference<>();
        WebSocketHandler application = new WebSocketHandler() {
            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                attached.set(socket.attachment());
                socket.send("seen");
            }
        };
        try (Guarded server = Guarded.before(application, keys, AUDIENCE);
                RawClient client = server.open("/", "Authorization: Bearer " + token("ann"))) {
            client.send(Frames.text("x"));
            assertEquals("text seen", client.frame().describe());
            assertEquals(Optional.empty(), attached.get());
        }
    }

    @Test
    void aKeyThatIsNewAtTheIssuerIsLookedForOnceAndThatOfBeforeGoesOn() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        String first = Tokens.jwk("first", Tokens.RSA.getPublic());
        try (Issuer issuer = new Issuer(Tokens.jwks(first));
                Guarded server = Guarded.at(now::get, "--jwt-jwks=" + issuer.url(), AUDIENCE)) {
            String old = Tokens.signed("RS256", "first", Tokens.RSA.getPrivate(), Tokens.claims("ann", now.get()));
            String fresh = Tokens.signed("ES256", "second", Tokens.EC.getPrivate(), Tokens.claims("ann", now.get()));
            assertEquals(101, status(server, old));
            issuer.keys = Tokens.jwks(first, Tokens.jwk("second", Tokens.EC.getPublic()));
            assertEquals(401, status(server, fresh), "ten seconds have to pass");
            now.updateAndGet(before -> before.plus(Duration.ofSeconds(10)));
            assertEquals(101, status(server, fresh));
            assertEquals(101, status(server, old));
            for (int i = 0; i < 50; i++) {
                assertEquals(401, status(server, Tokens.signed("ES256", "made-up-" + i, Tokens.EC.getPrivate(), "{}")));
            }
            assertEquals(2, issuer.requests.get());
            assertEquals(2, server.figure("token.keys.fetches"));
        }
    }

    @Test
    void nobodyGetsInWhileTheIssuersKeysAreNotThere() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (Issuer issuer = new Issuer("nothing")) {
            issuer.status = 500;
            try (Guarded server = Guarded.at(now::get, "--jwt-jwks=" + issuer.url(), AUDIENCE)) {
                String good = Tokens.signed("RS256", "a", Tokens.RSA.getPrivate(), Tokens.claims("ann", now.get()));
                Response response = server.answer("/", "Authorization: Bearer " + good);
                assertEquals(503, response.status());
                assertEquals("1", response.field("Retry-After"));
                assertEquals("tokens cannot be verified now; try again\n", response.body());
                assertEquals(1, server.figure("token.refused.unavailable"));
                issuer.keys = Tokens.jwks(Tokens.jwk("a", Tokens.RSA.getPublic()));
                issuer.status = 200;
                now.updateAndGet(before -> before.plus(Duration.ofSeconds(10)));
                assertEquals(101, status(server, good));
            }
        }
    }

    @Test
    void anIssuersSecretIsNoKey() {
        try (Issuer issuer = new Issuer(
                        Tokens.jwks(Tokens.jwk("s", Tokens.secret()), Tokens.jwk("a", Tokens.RSA.getPublic())));
                Guarded server = Guarded.start("--jwt-jwks=" + issuer.url(), AUDIENCE)) {
            assertEquals(
                    401,
                    status(server, Tokens.signed("HS256", "s", Tokens.secret(), Tokens.claims("ann", Instant.now()))));
        }
    }

    @Test
    void noFigureAndNoAnswerHasAnythingOfATokenInIt() {
        String secret = "confidential";
        try (Guarded server = Guarded.start(keys, AUDIENCE)) {
            Response response = server.answer(
                    "/", "Authorization: Bearer " + Tokens.signed("RS256", secret, Tokens.RSA.getPrivate(), "{}"));
            assertFalse(response.text().contains(secret), response.text());
            assertEquals(1, server.figure("token.refused.key"));
        }
    }

    @Test
    void noLineOfTheLogHasATokenInItWhateverTheApplicationAnswers() {
        WebSocketHandler mistaken = new WebSocketHandler() {
            @Override
            public HandshakeAnswer handshake(Handshake handshake) {
                return HandshakeAnswer.accept().subprotocol("nobody offers it");
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
        };
        String token = token("ann");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try (Guarded server = Guarded.before(mistaken, keys, AUDIENCE, "--jwt-from=subprotocol:bearer")) {
            assertEquals(
                    500,
                    server.answer("/", "Sec-WebSocket-Protocol: bearer, " + token)
                            .status());
        } finally {
            System.setErr(before);
        }
        String said = log.toString(UTF_8);
        assertTrue(said.contains("subprotocol=nobody offers it is none of those the client offers"), said);
        assertFalse(said.contains(token), said);
    }

    private static int status(Guarded server, String token) {
        return server.answer("/", "Authorization: Bearer " + token).status();
    }

    private static String refusal(Guarded server, String claims) {
        Response response =
                server.answer("/", "Authorization: Bearer " + Tokens.signed("HS256", "", Tokens.secret(), claims));
        assertEquals(401, response.status());
        assertEquals(
                "Bearer error=\"invalid_token\", error_description=\""
                        + response.body().strip() + "\"",
                response.field("WWW-Authenticate"));
        return response.body();
    }

    private static String claims(Instant end, String audience, String issuer) {
        return "{\"sub\":\"ann\",\"exp\":%d,\"aud\":\"%s\",\"iss\":\"%s\"}"
                .formatted(end.getEpochSecond(), audience, issuer);
    }

    private static String token(String user) {
        return Tokens.signed("HS256", "", Tokens.secret(), Tokens.claims(user, Instant.now()));
    }

    private static int publish(Guarded server, Audience audience) {
        ByteBuffer news = ByteBuffer.wrap("news".getBytes(UTF_8));
        return server.server()
                .server()
                .publish(audience, MessageType.TEXT, news)
                .join();
    }
}
