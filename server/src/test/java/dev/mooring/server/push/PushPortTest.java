package dev.mooring.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.apikey.ApiKeys;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.Response;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GetConnectionResponse;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;

/** The push port of a running server, with AWS's unchanged SDK for Java and with plain requests. */
@Timeout(60)
class PushPortTest {
    private static final String BEARER = "Authorization: Bearer 0123456789abcdef\r\n";

    @TempDir
    Path folder;

    private TestServer server;
    private PushPort port;

    @BeforeEach
    void start() throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys"), "bearer test 0123456789abcdef\naccess-key AKIDTEST secret-of-this-test\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        server = TestServer.with().handler(new Wishes()).start();
        port = PushPort.start(
                new PushSettings(loopback(), Optional.of(ApiKeys.read(keys)), false),
                server.server(),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        port.close();
        server.close();
    }

    @Test
    void theSdkSendsToOneConnectionUnderAnyStage() {
        try (RawClient client = server.open()) {
            String id = wish(client, "id");
            for (String stage : new String[] {"", "/prod", "/prod/", "/a/b"}) {
                try (ApiGatewayManagementApiClient sdk = sdk(stage, "secret-of-this-test")) {
                    sdk.postToConnection(post -> post.connectionId(id).data(SdkBytes.fromUtf8String("héllo")));
                    assertEquals("text héllo", client.frame().describe());
                    sdk.postToConnection(
                            post -> post.connectionId(id).data(SdkBytes.fromByteArray(new byte[] {-1, 0})));
                    assertEquals("binary 2", client.frame().describe());
                    sdk.postToConnection(post -> post.connectionId(id).data(SdkBytes.fromByteArray(new byte[0])));
                    assertEquals("text ", client.frame().describe());
                    assertEquals(
                            "127.0.0.1",
                            sdk.getConnection(get -> get.connectionId(id))
                                    .identity()
                                    .sourceIp());
                }
            }
        }
    }

    @Test
    void theSdkEndsAConnectionAndHearsThatItIsGone() {
        try (RawClient client = server.open();
                ApiGatewayManagementApiClient sdk = sdk("/prod", "secret-of-this-test")) {
            String id = wish(client, "id");
            sdk.deleteConnection(delete -> delete.connectionId(id));
            assertEquals("close 1000", client.frame().describe());
            client.send(Frames.close(1000, ""));
            client.expectEnd();
            assertThrows(
                    GoneException.class,
                    () -> sdk.postToConnection(post -> post.connectionId(id).data(SdkBytes.fromUtf8String("late"))));
            assertThrows(GoneException.class, () -> sdk.getConnection(get -> get.connectionId(id)));
            assertThrows(GoneException.class, () -> sdk.deleteConnection(delete -> delete.connectionId(id)));
            assertThrows(GoneException.class, () -> sdk.getConnection(get -> get.connectionId("R0oXAdfD0kwCH6w=")));
        }
    }

    @Test
    void theSdkNamesWhatElseWasWrong() {
        try (RawClient client = server.open();
                ApiGatewayManagementApiClient sdk = sdk("/prod", "secret-of-this-test");
                ApiGatewayManagementApiClient stranger = sdk("/prod", "another-secret-altogether")) {
            String id = wish(client, "id");
            assertThrows(
                    PayloadTooLargeException.class,
                    () -> sdk.postToConnection(
                            post -> post.connectionId(id).data(SdkBytes.fromByteArray(new byte[131_073]))));
            sdk.postToConnection(post -> post.connectionId(id).data(SdkBytes.fromByteArray(new byte[131_072])));
            assertEquals(131_072, client.frame().payload().length);
            assertThrows(
                    ForbiddenException.class,
                    () -> stranger.postToConnection(
                            post -> post.connectionId(id).data(SdkBytes.fromUtf8String("x"))));
            ApiGatewayManagementApiException wrong = assertThrows(
                    ApiGatewayManagementApiException.class, () -> sdk.getConnection(get -> get.connectionId("x/y")));
            assertEquals(400, wrong.statusCode());
            assertEquals("BadRequestException", wrong.awsErrorDetails().errorCode());
            assertEquals("Invalid connectionId: x/y", wrong.awsErrorDetails().errorMessage());
        }
    }

    @Test
    void aBearerKeyReachesTopicsUsersAndAll() {
        try (RawClient client = server.open();
                RawClient push = connect()) {
            wish(client, "+news");
            wish(client, "@ann");
            assertEquals(
                    "{\"connections\":1}",
                    post(push, "/topics/news", "to the topic").body());
            assertEquals(
                    "{\"connections\":1}",
                    post(push, "/users/ann", "to the user").body());
            assertEquals(
                    "{\"connections\":1}", post(push, "/broadcast", "to all").body());
            assertEquals(
                    "{\"connections\":0}",
                    post(push, "/topics/none%2Fof+it", "to nobody").body());
            assertEquals("text to the topic", client.frame().describe());
            assertEquals("text to the user", client.frame().describe());
            assertEquals("text to all", client.frame().describe());
            assertEquals("{\"connections\":1}", get(push, "/topics/news").body());
            assertEquals("{\"connections\":0}", get(push, "/users/bob").body());
            assertEquals("{\"connections\":1}", get(push, "/broadcast").body());
        }
    }

    @Test
    void aBatchIsPublishedInItsOrderAndAnsweredOneByOne() {
        try (RawClient client = server.open();
                RawClient push = connect()) {
            String id = wish(client, "id");
            wish(client, "+news");
            Response answer = post(
                    push,
                    "/batch",
                    "{\"messages\":[{\"topic\":\"news\",\"data\":{\"a\": 1}},{\"connection\":\"" + id
                            + "\",\"text\":\"two\"},{\"all\":true,\"base64\":\"AAE=\"},{\"user\":\"bob\",\"text\":\"x\"},"
                            + "{\"text\":\"nobody\"},{\"connection\":\"R0oXAdfD0kwCH6w=\",\"text\":\"x\"}]}");
            assertEquals(
                    "{\"results\":[{\"status\":200,\"body\":{\"connections\":1}},{\"status\":200,\"body\":{}},"
                            + "{\"status\":200,\"body\":{\"connections\":1}},{\"status\":200,\"body\":{\"connections\":0}},"
                            + "{\"status\":400,\"body\":{\"message\":\"a message names none of topic, user, connection and all; "
                            + "name one\"}},{\"status\":410,\"body\":{\"message\":\"the connection has ended, "
                            + "or never was on this host\"}}]}",
                    answer.body());
            List<String> came = List.of(
                    client.frame().describe(),
                    client.frame().describe(),
                    client.frame().describe());
            // Between what is sent to a connection and what is published there is no order.
            assertTrue(came.contains("text two"), came::toString);
            assertEquals(
                    List.of("text {\"a\": 1}", "binary 2"),
                    came.stream().filter(each -> !each.equals("text two")).toList());
            for (String malformed :
                    new String[] {"", "{}", "[]", "{\"messages\":[1]}", "{\"messages\":[]}x", "{\"messages\":["}) {
                assertEquals(400, post(push, "/batch", malformed).status(), malformed);
            }
        }
    }

    @Test
    void theSdkHearsWhenAConnectionCameAndWhenItWasLastActive() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (RawClient client = server.open();
                ApiGatewayManagementApiClient sdk = sdk("/prod", "secret-of-this-test")) {
            String id = wish(client, "id");
            GetConnectionResponse told = sdk.getConnection(get -> get.connectionId(id));
            Instant after = Instant.now();
            assertTrue(
                    !told.connectedAt().isBefore(before) && !told.connectedAt().isAfter(after), told::toString);
            assertTrue(!told.lastActiveAt().isBefore(told.connectedAt()), told::toString);
            assertTrue(!told.lastActiveAt().isAfter(after), told::toString);
        }
    }

    @Test
    void theSdkHearsThatAConnectionTakesNoMore() {
        try (RawClient client = server.open();
                ApiGatewayManagementApiClient sdk = sdk("/prod", "secret-of-this-test")) {
            String id = wish(client, "id");
            SdkBytes longest = SdkBytes.fromByteArray(new byte[131_072]);
            assertThrows(LimitExceededException.class, () -> {
                for (int i = 0; i < 1_000; i++) {
                    sdk.postToConnection(post -> post.connectionId(id).data(longest));
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "topic":"news"                         | a message has none of data, text and base64; give one
            "topic":"news","text":7                | text is not a string; write it in quotes
            "topic":"news","text":null             | text is not a string; write it in quotes
            "topic":"news","base64":["AA=="]       | base64 is not a string; write it in quotes
            "topic":"news","base64":"*"            | base64 is not Base64; encode the bytes by RFC 4648 section 4
            "topic":"news","text":"a","data":1     | data stands beside text; give one of data, text and base64
            "all":false,"text":"a"                 | all is not true; leave it out, or write "all":true
            "all":"news","text":"a"                | all is not true; leave it out, or write "all":true
            "all":true,"topic":"news","text":"a"   | topic stands beside all; name one of topic, user, connection and all
            "topic":{"a":[1]},"text":"a"           | topic is not a string; write it in quotes
            "topic":"","text":"a"                  | name of 0 bytes is outside 1-255; choose a name of 255 bytes of UTF-8 at most
            "connection":7,"text":"a"              | connection is not a string; write it in quotes
            "connection":"x/y","text":"a"          | Invalid connectionId: x/y
            "topics":"news","text":"a"             | topics is no member of a message; leave it out
            "topic":"news","txt":{"a":[1]}         | txt is no member of a message; leave it out
            """)
    void aBatchSendsNothingOfAMessageThatIsNotRightAndNamesItsMember(String members, String sentence) {
        try (RawClient client = server.open();
                RawClient push = connect()) {
            wish(client, "+news");
            Response answer =
                    post(push, "/batch", "{\"messages\":[{" + members + "},{\"topic\":\"news\",\"text\":\"right\"}]}");
            assertEquals(
                    "{\"results\":[{\"status\":400,\"body\":{\"message\":" + Json.quoted(sentence)
                            + "}},{\"status\":200,\"body\":{\"connections\":1}}]}",
                    answer.body());
            assertEquals("text right", client.frame().describe());
        }
    }

    @Test
    void aRequestThatComesTwiceUnderOneKeyIsSentOnce() {
        try (RawClient client = server.open();
                RawClient push = connect()) {
            wish(client, "+news");
            String key = BEARER + "Idempotency-Key: one\r\n";
            assertEquals(
                    "{\"connections\":1}",
                    post(push, "/topics/news", key, "once").body());
            assertEquals(
                    "{\"connections\":1}",
                    post(push, "/topics/news", key, "once").body());
            assertEquals(
                    "{\"connections\":1}", post(push, "/topics/news", "again").body());
            assertEquals("text once", client.frame().describe());
            assertEquals("text again", client.frame().describe());
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() {
        try (RawClient client = server.open();
                RawClient push = connect()) {
            wish(client, "+news");
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                requests.append(request("POST", "/topics/" + (i % 2 == 0 ? "news" : "none"), BEARER, "m" + i));
            }
            push.send(requests.toString());
            for (int i = 0; i < 100; i++) {
                assertEquals(
                        "{\"connections\":" + (i % 2 == 0 ? 1 : 0) + "}",
                        push.response().body());
            }
            for (int i = 0; i < 100; i += 2) {
                assertEquals("text m" + i, client.frame().describe());
            }
        }
    }

    @Test
    void refusesWhoHasNoKeyAndSaysWhy() {
        try (RawClient push = connect()) {
            Response answer = post(push, "/broadcast", "", "hello");
            assertEquals(403, answer.status());
            assertEquals("ForbiddenException", answer.field("x-amzn-ErrorType"));
            assertEquals("application/json", answer.field("content-type"));
            assertTrue(!answer.field("x-amzn-RequestId").isEmpty());
            assertEquals(
                    "{\"message\":\"there is no Authorization header; send a bearer key, or sign with an AWS SDK\"}",
                    answer.body());
        }
    }

    @Test
    void answersWhatItDoesNotHave() {
        try (RawClient push = connect()) {
            assertEquals(404, get(push, "/").status());
            assertEquals(404, get(push, "/topics/").status());
            assertEquals(405, post(push, "/batch", "GET", BEARER, "").status());
            assertEquals(400, post(push, "/topics/" + "x".repeat(256), "").status());
            assertEquals(400, get(push, "/topics/%zz").status());
        }
    }

    @Test
    void isNotOpenToANetworkWithoutSayingSo() throws UnknownHostException {
        InetSocketAddress open = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 9443);
        assertEquals(
                "push=0.0.0.0:9443 is open to everybody who reaches it; give api-keys=FILE, or say push-open if the network "
                        + "keeps others out",
                assertThrows(RefusedException.class, () -> new PushSettings(open, Optional.empty(), false))
                        .getMessage());
        assertEquals(open, new PushSettings(open, Optional.empty(), true).bind());
        assertEquals(loopback(), new PushSettings(loopback(), Optional.empty(), false).bind());
    }

    private ApiGatewayManagementApiClient sdk(String stage, String secret) {
        return ApiGatewayManagementApiClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + port.boundAddress().getPort() + stage))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", secret)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private RawClient connect() {
        return RawClient.connect(port.boundAddress().getPort());
    }

    private static Response post(RawClient push, String path, String body) {
        return post(push, path, BEARER, body);
    }

    private static Response post(RawClient push, String path, String headers, String body) {
        return post(push, path, "POST", headers, body);
    }

    private static Response post(RawClient push, String path, String method, String headers, String body) {
        return push.send(request(method, path, headers, body)).response();
    }

    private static Response get(RawClient push, String path) {
        return push.send(request("GET", path, BEARER, "")).response();
    }

    private static String request(String method, String path, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: push\r\n" + headers + "Content-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    /** What the server says to the wish. */
    private static String wish(RawClient client, String wish) {
        client.send(Frames.text(wish));
        return client.frame().describe().substring("text ".length());
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
