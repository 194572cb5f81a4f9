package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticationTest {
    private static final String ALL =
            "jwt-keys, jwt-jwks, jwt-audience, jwt-issuer, jwt-algorithms, jwt-skew, jwt-from,"
                    + " jwt-user-claim, jwt-topics-claim, auth-url, origins, rate-per-address, rate-per-user";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwt-keys=k jwt-jwks=https://a/b jwt-audience=m|jwt-keys=k contradicts jwt-jwks=https://a/b; give one of them",
                "jwt-jwks=https://a/b|jwt-audience= is not given with jwt-jwks; name whom tokens are for, or write any where"
                        + " another's tokens are as good",
                "jwt-issuer=https://a/|jwt-issuer=https://a/ is given without jwt-keys or jwt-jwks, so that no token is asked"
                        + " for; give one of them too, or leave jwt-issuer out",
                "jwt-jwks=http://a/b jwt-audience=m|jwt-jwks=http://a/b is not a URL of https, as in"
                        + " https://issuer.example/.well-known/jwks.json; correct it or remove it",
                "jwt-jwks=https://me:secret@a/b jwt-audience=m|jwt-jwks=https://***@a/b is not a URL without user and fragment,"
                        + " which are not sent; write it as https://issuer.example/path",
                "jwt-keys=k jwt-audience=m jwt-algorithms=none|jwt-algorithms=none is not a list of HS256, RS256, ES256 and"
                        + " EdDSA, as in RS256,ES256; correct it or remove it",
                "jwt-keys=k jwt-audience=m jwt-skew=6m|jwt-skew=6m is not a time of 5m at most, as in 30s; correct it or remove"
                        + " it",
                "jwt-keys=k jwt-audience=m jwt-from=body|jwt-from=body is not a list of header, cookie:NAME, query:NAME and"
                        + " subprotocol:NAME; correct it or remove it",
                "auth-url=http://a/ jwt-keys=k jwt-audience=m|auth-url=http://a/ is given beside jwt-keys; let the one or the"
                        + " other say who a client is",
                "rate-per-user=10/m|rate-per-user=10/m is given without jwt-keys, jwt-jwks or auth-url, which name users; give"
                        + " one of them too, or leave rate-per-user out",
                "jwt-keys=k jwt-audience=m jwt-user-claim= rate-per-user=10/m|rate-per-user=10/m is given with jwt-user-claim=,"
                        + " so that no token names a user; name the claim, or leave rate-per-user out",
                "rate-per-address=10|rate-per-address=10 is not a rate, as in 20/s, 20/m or 20/h; correct it or remove it",
                "rate-per-address=1000001/s|rate-per-address=1000001/s is not a rate, as in 20/s, 20/m or 20/h; correct it or"
                        + " remove it",
                "origins=https://a.example:443|origins=https://a.example:443 is not origins as browsers send them, as in"
                        + " https://shop.example,https://*.shop.example; correct it or remove it",
                "origins=https://*.example|origins=https://*.example is not origins as browsers send them, as in"
                        + " https://shop.example,https://*.shop.example; correct it or remove it",
                "origins=https://a.example/|origins=https://a.example/ is not origins as browsers send them, as in"
                        + " https://shop.example,https://*.shop.example; correct it or remove it",
                "jwt=1|jwt=1 is not one of the inputs " + ALL + "; correct the name or remove it",
            })
    void refusesWhatAHostWouldRefuseAfterItsLaunch(String inputs, String sentence) {
        RefusedException refused = assertThrows(RefusedException.class, () -> Authentication.of(words(inputs)));

        assertEquals(sentence, refused.getMessage());
    }

    @Test
    void tellsTheServerWhereItsKeysAreAndNotWhatTheyAre() {
        Authentication authentication = Authentication.of(words("jwt-keys=mooring/jwt jwt-audience=mooring"));

        assertEquals(
                Map.of("jwt-keys", "/var/lib/mooring-secrets/jwt-keys", "jwt-audience", "mooring"),
                authentication.serverProperties());
        assertEquals(0.40, authentication.monthlyCost(), 1e-9);
        assertEquals(0, Authentication.NONE.monthlyCost(), 1e-9);
    }

    /** All clients would share one rate. */
    @Test
    void refusesARateForAddressesThatTheServerIsNotTold() {
        Authentication rated = Authentication.of(Map.of("rate-per-address", "20/s"));
        PortBudget byAddress = PortBudget.of(Front.NLB, TargetType.ADDRESS, 16);
        PortBudget byInstance = PortBudget.of(Front.NLB, TargetType.INSTANCE, 16);

        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> rated.requireBeside(new Ingress(Front.NLB, TargetType.ADDRESS, Tls.NONE, false), byAddress));

        assertEquals(
                "rate-per-address=20/s needs proxy-protocol=true with targets by address, where all clients have that of the"
                        + " load balancer; set it, take target-type=instance with a current instance-type, or leave the rate out",
                refused.getMessage());
        assertDoesNotThrow(
                () -> rated.requireBeside(new Ingress(Front.NLB, TargetType.ADDRESS, Tls.NONE, true), byAddress));
        assertDoesNotThrow(
                () -> rated.requireBeside(new Ingress(Front.NLB, TargetType.ADDRESS, Tls.NONE, false), byInstance));
    }

    private static Map<String, String> words(String text) {
        Map<String, String> words = new HashMap<>();
        for (String word : text.split(" ", -1)) {
            words.put(word.replaceFirst("=.*", ""), word.replaceFirst("[^=]*=", ""));
        }
        return words;
    }
}
