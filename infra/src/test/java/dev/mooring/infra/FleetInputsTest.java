package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.RefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class FleetInputsTest {
    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";

    @Test
    void refusesAKeyThatTheDeploymentDoesNotHave() {
        refuses(
                () -> FleetInputs.of(Map.of(), Map.of("regoin", "us-east-1")),
                "regoin=us-east-1 is not one of the inputs account, region, availability-zones, certificate, connection,"
                        + " repository, branch; correct the name or remove it");
    }

    @Test
    void refusesARegionThatIsNone() {
        refuses(
                () -> FleetInputs.of(Map.of(), Map.of("region", "virginia")),
                "region=virginia is not a region such as us-east-1; correct it or remove it");
    }

    @Test
    void refusesASingleZone() {
        refuses(
                () -> FleetInputs.of(Map.of(), Map.of("availability-zones", "us-east-1a")),
                "availability-zones=us-east-1a are fewer than 2; name two, so that the fleet outlives one of them");
    }

    @Test
    void refusesTlsWithoutACertificate() {
        refuses(
                () -> FleetInputs.of(Map.of("tls", true), Map.of()),
                "tls=true does not go with certificate=; a TLS listener needs a certificate, and only it uses one");
    }

    @Test
    void refusesATlsListenerWithAnotherIdleTimeout() {
        refuses(
                () -> FleetInputs.of(Map.of("tls", true, "idle-timeout", "660s"), Map.of("certificate", CERTIFICATE)),
                "idle-timeout=660s is not the fixed 350s of a TLS listener; set idle-timeout=350s or tls=false");
    }

    @Test
    void refusesARepositoryWithoutAConnection() {
        refuses(
                () -> FleetInputs.of(Map.of(), Map.of("repository", "owner/mooring")),
                "connection= does not go with repository=owner/mooring; give both for a pipeline, or neither");
    }

    @Test
    void refusesMoreTargetsThanOneLoadBalancerHas() {
        refuses(
                () -> FleetInputs.of(Map.of("max-hosts", 32), Map.of()),
                "max-hosts=32 need 512 targets, more than 500 of one load balancer; lower max-hosts to 31,"
                        + " or deploy the fleet more than once");
    }

    @Test
    void refusesAKeepaliveOfThreeIdleTimeouts() {
        refuses(
                () -> FleetInputs.of(Map.of("keepalive", "1050s", "idle-timeout", "350s"), Map.of()),
                "keepalive=1050s is more than idle-timeout/3=116s; lower keepalive or raise idle-timeout");
    }

    @Test
    void refusesEveryKeepaliveOfMoreThanAThirdOfTheIdleTimeout() {
        long seed = 20_261_124;
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int idle = random.nextInt(60, 6_001);
            int keepalive = random.nextInt(20, 6_000);
            Map<String, String> inputs = Map.of("idle-timeout", idle + "s", "keepalive", keepalive + "s");
            String failure = "seed " + seed + ", round " + round + ": " + inputs;

            if (3 * keepalive <= idle) {
                FleetInputs accepted = FleetInputs.of(inputs, Map.of());
                assertEquals(
                        Duration.ofSeconds(idle), accepted.plan().timeouts().idleTimeout(), failure);
            } else {
                assertThrows(RefusedException.class, () -> FleetInputs.of(inputs, Map.of()), failure);
            }
        }
    }

    private static void refuses(Executable input, String sentence) {
        assertEquals(sentence, assertThrows(RefusedException.class, input).getMessage());
    }
}
