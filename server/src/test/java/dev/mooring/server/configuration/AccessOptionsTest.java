package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.access.AccessSettings;
import dev.mooring.server.access.Rate;
import dev.mooring.server.token.Keys;
import dev.mooring.server.token.TokenAlgorithm;
import dev.mooring.server.token.TokenPlace;
import dev.mooring.server.token.TokenRules;
import dev.mooring.server.token.TokenSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody believes that clients are asked who they are when they are not. */
class AccessOptionsTest {
    @Test
    void everybodyMayConnectByDefault() {
        assertEquals(Optional.empty(), read());
    }

    @Test
    void takesAllThereIsToSayOfTokens() {
        TokenRules rules = new TokenRules(
                List.of(TokenAlgorithm.ES256, TokenAlgorithm.RS256),
                Optional.of("https://issuer.example/"),
                Optional.of("mooring"),
                Duration.ofSeconds(5),
                Optional.of("uid"),
                Optional.of("rooms"));
        TokenSettings tokens = new TokenSettings(
                new Keys.Url(URI.create("https://issuer.example/keys")),
                List.of(new TokenPlace(TokenPlace.Kind.COOKIE, "session"), TokenPlace.HEADER),
                rules);
        assertEquals(
                Optional.of(new AccessSettings(
                        Optional.of(tokens),
                        Optional.empty(),
                        Optional.of(new Rate(20, Duration.ofSeconds(1))),
                        Optional.of(new Rate(3, Duration.ofHours(1))),
                        List.of("v1"))),
                read(
                        "--subprotocols=v1",
                        "--jwt-jwks=https://issuer.example/keys",
                        "--jwt-issuer=https://issuer.example/",
                        "--jwt-audience=mooring",
                        "--jwt-algorithms=ES256,RS256",
                        "--jwt-skew=5s",
                        "--jwt-from=cookie:session,header",
                        "--jwt-user-claim=uid",
                        "--jwt-topics-claim=rooms",
                        "--rate-per-address=20/s",
                        "--rate-per-user=3/h"));
    }

    @Test
    void takesTokensThatNameNoUser() {
        AccessSettings settings = read(
                        "--jwt-jwks=https://issuer.example/keys", "--jwt-audience=any", "--jwt-user-claim=")
                .orElseThrow();
        assertEquals(Optional.empty(), settings.token().orElseThrow().rules().userClaim());
    }

    @Test
    void takesAUrlThatIsAskedInstead() {
        assertEquals(
                Optional.of(new AccessSettings(
                        Optional.empty(),
                        Optional.of(URI.create("http://10.0.0.7:3000/auth")),
                        Optional.empty(),
                        Optional.empty(),
                        List.of())),
                read("--auth-url=http://10.0.0.7:3000/auth"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --jwt-keys=a                                              | jwt-audience= is not given with jwt-keys; name whom tokens are for, or write any where another's tokens are as good
            --jwt-keys=a --jwt-jwks=https://b/ --jwt-audience=any     | jwt-keys=a contradicts jwt-jwks=https://b/; give one of them
            --jwt-issuer=a                                            | jwt-issuer=a is given without jwt-keys or jwt-jwks, so that no token is asked for; give one of them too, or leave jwt-issuer out
            --jwt-from=cookie:session                                 | jwt-from=cookie:session is given without jwt-keys or jwt-jwks, so that no token is asked for; give one of them too, or leave jwt-from out
            --jwt-keys=a --jwt-audience=any --jwt-algorithms=none     | jwt-algorithms=none is none of HS256, RS256, ES256, EdDSA; name one of these; "none" is no signature
            --jwt-keys=a --jwt-audience=any --jwt-algorithms=         | jwt-algorithms= has no element; name one, or leave jwt-algorithms out
            --jwt-keys=a --jwt-audience=any --jwt-from=               | jwt-from= has no element; name one, or leave jwt-from out
            --jwt-keys=a --jwt-audience=any --jwt-from=body           | jwt-from=body is no place for a token; write header, cookie:NAME, query:NAME or subprotocol:NAME
            --jwt-keys=a --jwt-audience=any --jwt-from=cookie:        | jwt-from=cookie: is no place for a token; write header, cookie:NAME, query:NAME or subprotocol:NAME
            --jwt-keys=a --jwt-audience=any --jwt-skew=6m             | jwt-skew=360s is more than 300s; give a shorter time
            --jwt-jwks=http://issuer/keys --jwt-audience=any          | jwt-jwks=http://issuer/keys is asked without TLS; write https://, as everything but this host itself needs
            --jwt-jwks=ftp://issuer/keys --jwt-audience=any           | jwt-jwks=ftp://issuer/keys is not a URL of https without user and fragment; write it as https://issuer.example/.well-known/jwks.json
            --jwt-keys=a --jwt-audience=any --auth-url=http://b/      | auth-url=http://b/ is given beside jwt-keys; let the one or the other say who a client is
            --auth-url=http://ann:secret@b/                           | auth-url=http://***@b/ is not a URL of http or https without user and fragment, which are not sent; write it as http://10.0.0.7:3000/auth
            --rate-per-user=1/s                                       | rate-per-user=1/s is given without jwt-keys, jwt-jwks or auth-url, which name users; give one of them too, or leave rate-per-user out
            --jwt-keys=a --jwt-audience=any --jwt-user-claim= --rate-per-user=1/s | rate-per-user=1/s is given with jwt-user-claim=, so that no token names a user; name the claim, or leave rate-per-user out
            --rate-per-address=0/s                                    | rate-per-address=0/s is not a rate of 1 to 1000000 in a time; write it as 20/s, 20/m or 20/h
            --rate-per-address=20                                     | rate-per-address=20 is not a rate of 1 to 1000000 in a time; write it as 20/s, 20/m or 20/h
            """)
    void refusesWhatDoesNotFit(String arguments, String sentence) {
        assertEquals("mooring-server: " + sentence + "\n", refusal(arguments.split(" ", -1)));
    }

    private static Optional<AccessSettings> read(String... arguments) {
        List<Optional<AccessSettings>> read = new ArrayList<>();
        int code = ServerCommand.execute(arguments, Map.of(), 2, (configuration, _, _, access) -> {
            read.add(access.settings(configuration.subprotocols()));
            return 0;
        });
        assertEquals(0, code);
        return read.getFirst();
    }

    private static String refusal(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(64, ServerCommand.execute(arguments, Map.of(), 2, (configuration, _, _, access) -> {
                access.settings(configuration.subprotocols());
                return 0;
            }));
        } finally {
            System.setErr(before);
        }
        String text = said.toString(StandardCharsets.UTF_8);
        String hint = "See: mooring-server --help\n";
        assertTrue(text.endsWith(hint), text);
        return text.substring(0, text.length() - hint.length());
    }
}
