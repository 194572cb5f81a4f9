package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.infra.app.Synthesis;
import dev.mooring.infra.iam.UserData;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hosts that are told everything there is, all of which their user-data carries. */
final class UserDataSizeTest {
    /** Amazon EC2 user guide, "Run commands when you launch an EC2 instance": 16 KB before encoding. */
    private static final int MAX_BYTES = 16_384;

    private static final Map<String, String> MESSAGING = Map.of(
            "backend", "https://backend.of.a.company.with.a.long.name.example.com/websockets/events",
            "push-port", "9100",
            "push-keys", "production/mooring/push-keys",
            "public-topics", "news.,status.,scores.,weather.,traffic.");

    private static final Map<String, String> AUTHENTICATION = Map.of(
            "jwt-jwks", "https://login.of.a.company.with.a.long.name.example.com/.well-known/jwks.json",
            "jwt-audience", "https://websockets.of.a.company.example.com/",
            "jwt-issuer", "https://login.of.a.company.with.a.long.name.example.com/",
            "jwt-algorithms", "RS256,ES256,EdDSA",
            "jwt-from", "header,cookie:token,query:token,subprotocol:bearer",
            "jwt-user-claim", "preferred_username",
            "jwt-topics-claim", "https://example.com/topics",
            "origins", "https://www.example.com,https://*.example.org,https://shop.example.net",
            "rate-per-user", "10/m");

    private static final Map<String, String> CERTIFICATE = Map.of(
            "certificate-secret",
            "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:production/mooring/certificate-abcdef",
            "region",
            "us-gov-west-1",
            "stack",
            "Mooring-of-a-company-with-a-long-name-in-production");

    @Test
    void takesNoMoreThanEc2DoesWithPushTlsAndTokens() {
        Map<String, String> balanced = new HashMap<>(CERTIFICATE);
        balanced.put("domain", "websockets.of.a.company.example.com");
        Map<String, String> direct = new HashMap<>(CERTIFICATE);
        direct.put("name", "websockets.of.a.company.example.com");
        direct.put("name-zone", "Z0123456789ABCDEFGHIJ");
        for (Synthesis fleet : List.of(
                fleet(Map.of("tls", "host", "proxy-protocol", "true"), balanced),
                fleet(Map.of("tls", "host", "instance-type", "m7g.xlarge", "move", "true"), balanced),
                fleet(
                        Map.of("tls", "host", "instance-type", "m7g.xlarge", "front", "direct", "move", "true"),
                        direct))) {
            int bytes = UserData.script(fleet.fleet()).getBytes(StandardCharsets.UTF_8).length;

            assertTrue(bytes <= MAX_BYTES, bytes + " bytes");
            assertEquals(List.of(), fleet.violations());
        }
    }

    private static Synthesis fleet(Map<String, String> mooring, Map<String, String> deployment) {
        return Fleets.synthesis(mooring, deployment, MESSAGING, AUTHENTICATION);
    }
}
