package dev.mooring.server.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;

class SignatureV4Test {
    private final ApiKeys keys =
            ApiKeys.of(List.of("access-key " + SignedRequests.ID + " " + SignedRequests.SECRET), "keys");
    private final KeyedRequest request = SignedRequests.recorded("js-01");

    @ParameterizedTest
    @ValueSource(strings = {"js-01", "js-02", "js-03", "js-04", "python-01", "python-02", "python-03", "python-04"})
    void takesWhatTheSdksForJavaScriptAndPythonSign(String name) {
        KeyedRequest recorded = SignedRequests.recorded(name);
        assertEquals(Optional.empty(), keys.refusal(recorded, SignedRequests.time(recorded)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/prod", "/prod/", "/a/b"})
    void takesWhatTheSdkForJavaSigns(String stage) {
        List<KeyedRequest> sent = new ArrayList<>();
        try (ApiGatewayManagementApiClient client = SignedRequests.javaClient("http://10.0.0.1:9443" + stage, sent)) {
            for (String id : List.of("R0oXAdfD0kwCH6w=", "a=b==", "x/y", "a+b", "a b", "~-._", "a%3Db")) {
                client.postToConnection(post -> post.connectionId(id).data(SdkBytes.fromUtf8String("héllo")));
                client.postToConnection(post -> post.connectionId(id).data(SdkBytes.fromByteArray(new byte[0])));
                client.getConnection(get -> get.connectionId(id));
                client.deleteConnection(delete -> delete.connectionId(id));
            }
        }
        assertEquals(28, sent.size());
        for (KeyedRequest each : sent) {
            assertEquals(Optional.empty(), keys.refusal(each, SignedRequests.time(each)), each.target());
        }
    }

    @Test
    void refusesAnotherBodyPathMethodOrHost() {
        assertRefused(
                with("GET", request.target(), Map.of(), request.body()), "the signature is not that of this request");
        assertRefused(with("POST", "/prod/@connections/other%3D", Map.of(), request.body()), "the signature is not");
        assertRefused(with("POST", request.target() + "?a=b", Map.of(), request.body()), "the signature is not");
        assertRefused(
                with("POST", request.target(), Map.of(), ByteBuffer.wrap("hellO".getBytes(UTF_8))),
                "the signature is not");
        assertRefused(
                with("POST", request.target(), Map.of("host", List.of("10.0.0.1")), request.body()),
                "the signature is not");
    }

    @Test
    void refusesAnotherSecret() {
        ApiKeys others =
                ApiKeys.of(List.of("access-key " + SignedRequests.ID + " another-secret-of-the-tests"), "keys");
        assertTrue(others.refusal(request, SignedRequests.time(request))
                .orElseThrow()
                .startsWith("the signature is not"));
    }

    @Test
    void refusesAnAccessKeyItDoesNotKnow() {
        ApiKeys others = ApiKeys.of(List.of("access-key OTHER " + SignedRequests.SECRET), "keys");
        assertEquals(
                Optional.of("access key AKIDMOORING is not among the server's api-keys; add it there"),
                others.refusal(request, SignedRequests.time(request)));
    }

    @Test
    void takesAClockThatIsFiveMinutesOffAndNoMore() {
        Duration most = Duration.ofMinutes(5);
        for (Duration off : List.of(most, most.negated())) {
            assertEquals(
                    Optional.empty(),
                    keys.refusal(request, SignedRequests.time(request).plus(off)));
        }
        for (Duration off : List.of(most.plusSeconds(1), most.plusSeconds(1).negated())) {
            String refusal = keys.refusal(request, SignedRequests.time(request).plus(off))
                    .orElseThrow();
            assertTrue(refusal.contains("is more than 5 minutes off the server's clock"), refusal);
        }
    }

    @Test
    void refusesAnythingThatIsNotAWholeAuthorizationOrCannotBeOne() {
        String good = request.header("authorization");
        assertRefused(authorized("AWS4-HMAC-SHA256"), "is not of Signature Version 4");
        assertRefused(authorized(good.substring(0, good.length() - 1)), "is not of Signature Version 4");
        assertRefused(authorized(good.replace("execute-api", "s3")), "service s3 is signed for, not execute-api");
        assertRefused(authorized(good.replace("host;", "")), "host and x-amz-date are not both signed");
        assertRefused(authorized(good.replace("x-amz-date;", "")), "host and x-amz-date are not both signed");
        assertRefused(
                authorized(good.replace("/20261129/", "/20261128/")), "the credential's day is not that of x-amz-date");
        KeyedRequest undated =
                with("POST", request.target(), Map.of("x-amz-date", List.of("yesterday")), request.body());
        assertRefused(undated, "x-amz-date is not a date");
    }

    private KeyedRequest authorized(String authorization) {
        return with("POST", request.target(), Map.of("authorization", List.of(authorization)), request.body());
    }

    private KeyedRequest with(String method, String target, Map<String, List<String>> headers, ByteBuffer body) {
        Map<String, List<String>> changed = new HashMap<>(headers);
        return new KeyedRequest(
                method,
                target,
                name -> changed.getOrDefault(name, request.headers().apply(name)),
                body);
    }

    private void assertRefused(KeyedRequest changed, String reason) {
        String refusal = keys.refusal(changed, SignedRequests.time(request)).orElse("not refused");
        assertTrue(refusal.contains(reason), refusal);
    }
}
