package dev.mooring.infra.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A server on loopback that answers as AWS's service models say: an answer is an object of the SDK, which is generated
 * from those models, and is written in the protocol of its service. Nobody recorded it from an account. Thread-safe.
 */
final class ModeledAws implements AutoCloseable {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");

    /** An error of a service. */
    record Refusal(String code, String message) {}

    private final HttpServer server;
    private final Map<String, Function<String, Object>> answers = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    private ModeledAws(HttpServer server) {
        this.server = server;
    }

    static ModeledAws start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ModeledAws aws = new ModeledAws(server);
        server.createContext("/", aws::handle);
        server.start();
        return aws;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void answer(String operation, SdkPojo answer) {
        answers.put(operation, request -> answer);
    }

    /** An answer that depends on the text of the request. */
    synchronized void answerWith(String operation, Function<String, Object> answer) {
        answers.put(operation, answer);
    }

    synchronized void refuse(String operation, String code, String message) {
        answers.put(operation, request -> new Refusal(code, message));
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Optional<String> target =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String operation = target.map(text -> text.substring(text.indexOf('.') + 1))
                .orElseGet(() -> {
                    Matcher action = ACTION.matcher(request);
                    return action.find() ? action.group(1) : "";
                });
        Object answer = answer(operation, request);
        ModeledText text = target.isPresent()
                ? ModeledText.JSON
                : request.contains("Version=2016-11-15") ? ModeledText.EC2 : ModeledText.QUERY;
        byte[] body = (answer instanceof Refusal(String code, String message)
                        ? text.error(code, message)
                        : text.answer(operation, (SdkPojo) answer))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", target.isPresent() ? "application/x-amz-json-1.1" : "text/xml");
        exchange.sendResponseHeaders(answer instanceof Refusal ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized Object answer(String operation, String request) {
        calls.add(operation);
        return answers.getOrDefault(
                        operation, asked -> new Refusal("InvalidAction", operation + " has no answer in this test"))
                .apply(request);
    }
}
