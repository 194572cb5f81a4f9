package dev.mooring.server.apikey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;

/** Requests as AWS's SDKs sign them: recorded ones of JavaScript and Python, and those that the Java SDK makes now. */
final class SignedRequests {
    static final String ID = "AKIDMOORING";
    static final String SECRET = "a-secret/of+the-tests";

    private SignedRequests() {}

    /** A request that was recorded off the wire. */
    static KeyedRequest recorded(String name) {
        try (InputStream file = SignedRequests.class.getResourceAsStream(name + ".http")) {
            String[] parts = new String(file.readAllBytes(), ISO_8859_1).split("\r\n\r\n", 2);
            String[] lines = parts[0].split("\r\n");
            Map<String, List<String>> headers = new TreeMap<>();
            for (String line : List.of(lines).subList(1, lines.length)) {
                String[] pair = line.split(": ", 2);
                headers.put(pair[0].toLowerCase(Locale.ROOT), List.of(pair[1]));
            }
            String[] first = lines[0].split(" ", 3);
            return request(first[0], first[1], headers, parts[1].getBytes(ISO_8859_1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** When it was signed. */
    static Instant time(KeyedRequest request) {
        return LocalDateTime.parse(request.header("x-amz-date"), DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
    }

    /** A client that answers itself and keeps what it would have sent. */
    static ApiGatewayManagementApiClient javaClient(String endpoint, List<KeyedRequest> sent) {
        return ApiGatewayManagementApiClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(URI.create(endpoint))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
                .httpClient(new Recorder(sent))
                .build();
    }

    static KeyedRequest request(String method, String target, Map<String, List<String>> headers, byte[] body) {
        return new KeyedRequest(method, target, name -> headers.getOrDefault(name, List.of()), ByteBuffer.wrap(body));
    }

    private record Recorder(List<KeyedRequest> sent) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    Map<String, List<String>> headers = new TreeMap<>();
                    request.httpRequest()
                            .forEachHeader((name, values) ->
                                    headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
                    byte[] body = request.contentStreamProvider().isPresent()
                            ? request.contentStreamProvider().get().newStream().readAllBytes()
                            : new byte[0];
                    sent.add(request(
                            request.httpRequest().method().name(),
                            request.httpRequest().getUri().getRawPath(),
                            headers,
                            body));
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(InputStream.nullInputStream()))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
