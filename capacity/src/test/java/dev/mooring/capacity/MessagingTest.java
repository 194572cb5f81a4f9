package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessagingTest {
    private static final PortRange CLIENTS = PortRange.parse("ports", "8080-8095");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "push-port=9100|push-keys= does not go with push-port=9100; give both, or neither: only who has a key may push",
                "push-keys=mooring/push|push-keys=mooring/push does not go with push-port=; give both, or neither: only who has a key may push",
                "push-port=80|push-port=80 is not a port of 1024 to 65535; correct it or remove it",
                "push-port=70000,push-keys=k|push-port=70000 is outside 1024-65535; give one there",
                "push-port=8090,push-keys=k|push-port=8090 is one of ports=8080-8095; choose another, such as 9100",
                "push-port=9000,push-keys=k|push-port=9000 is one of the host's own ports, 22 and 9000; choose another, such as 9100",
                "push-port=9100,push-keys=a b|push-keys=a b is not the name of a secret in Secrets Manager; correct it or remove it",
                "handler=chat|handler=chat is not one of idle, echo; correct it or remove it",
                "backend=events|backend=events is not a URL, as in http://backend.internal:3000/events; correct it or remove it",
                "public-topics=news.|public-topics=news. is given without push-port, through which alone is published; give push-port too, or leave public-topics out",
                "public-topics=a\\b,push-port=9100,push-keys=k|public-topics=a\\b is not beginnings of topics of 63 characters at most, as in news.,status.; correct it or remove it",
                "handler=echo,backend=http://a/|handler=echo is given beside public-topics or backend, which answer messages themselves; leave handler out, or them",
                "backend=http://me:secret@a/|backend=http://***@a/ is not a URL without user and fragment, which are not sent; write it as http://backend.internal:3000/events",
                "backend=http://[/|backend=http://[/ is not a URL without user and fragment, which are not sent; write it as http://backend.internal:3000/events",
                "backend=http://a/#b|backend=http://a/#b is not a URL without user and fragment, which are not sent; write it as http://backend.internal:3000/events",
                "handler=echo,public-topics=n.,push-port=9100,push-keys=k|handler=echo is given beside public-topics or backend, which answer messages themselves; leave handler out, or them",
                "push=9100|push=9100 is not one of the inputs handler, backend, push-port, push-keys, public-topics; correct the name or remove it"
            })
    void refusesWhatAHostWouldRefuseAfterItsLaunch(String inputs, String sentence) {
        Map<String, String> values = new HashMap<>();
        for (String input : inputs.split(",", -1)) {
            values.put(input.replaceFirst("=.*", ""), input.replaceFirst("[^=]*=", ""));
        }

        RefusedException refused =
                assertThrows(RefusedException.class, () -> Messaging.of(values).requireBeside(CLIENTS));

        assertEquals(sentence, refused.getMessage());
    }

    @Test
    void tellsTheServerWhereItsKeysAreAndNotWhatTheyAre() {
        assertEquals(
                Map.of(
                        "api-keys", "/etc/mooring/push-keys",
                        "push", "0.0.0.0:9100",
                        "backend", "http://backend.internal:3000/events",
                        "public-topics", "news."),
                Messaging.of(Map.of(
                                "push-port", 9100,
                                "push-keys", "mooring/push",
                                "backend", "http://backend.internal:3000/events",
                                "public-topics", "news."))
                        .serverProperties());
    }

    @Test
    void costsAZoneAndASecretWithAPushPortAndNothingElse() {
        assertEquals(
                0.90,
                Messaging.of(Map.of("push-port", "9100", "push-keys", "k")).monthlyCost(),
                1e-9);
        assertEquals(
                0, Messaging.of(Map.of("backend", "http://backend.internal/")).monthlyCost(), 1e-9);
    }

    @Test
    void takesThePortsNextToThoseThatAreTaken() {
        for (int port : new int[] {1_024, 8_079, 8_096, 8_999, 9_002, 65_535}) {
            Messaging messaging = Messaging.of(Map.of("push-port", port, "push-keys", "k"));
            messaging.requireBeside(CLIENTS);
            assertEquals(port, messaging.pushPort().orElseThrow());
            assertEquals("k", messaging.pushKeys().orElseThrow());
        }
        for (int port : new int[] {8_080, 8_095}) {
            Messaging messaging = Messaging.of(Map.of("push-port", port, "push-keys", "k"));
            assertEquals(
                    "push-port=" + port + " is one of ports=8080-8095; choose another, such as 9100",
                    assertThrows(RefusedException.class, () -> messaging.requireBeside(CLIENTS))
                            .getMessage());
        }
    }

    @Test
    void leavesThePortOfHealthChecksFree() {
        assertEquals(
                "push-port=9001 is that of health checks; choose another one",
                assertThrows(
                                RefusedException.class,
                                () -> Messaging.of(Map.of("push-port", Rotation.HEALTH_PORT, "push-keys", "k")))
                        .getMessage());
    }

    @Test
    void takesAHandlerThatLeavesMessagesToTheBackend() {
        assertEquals(
                Map.of("handler", "idle", "backend", "http://a/"),
                Messaging.of(Map.of("handler", "idle", "backend", "http://a/")).serverProperties());
        assertEquals(
                Map.of("handler", "echo"),
                Messaging.of(Map.of("handler", "echo")).serverProperties());
    }
}
