package dev.mooring.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.apikey.KeyedRequest;
import dev.mooring.server.http.Answer;
import dev.mooring.server.http.CrossSiteCheck;
import dev.mooring.server.http.HttpRoutes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URLDecoder;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths of the push port. On the port's thread only.
 *
 * <p>{@code …/@connections/{id}} as API Gateway has it, whatever stands before it; the others are Mooring's. What is posted is
 * a text message when it is valid UTF-8 and a binary one otherwise: the SDKs' Content-Type says nothing.
 */
final class PushRoutes implements HttpRoutes {
    /** The SDKs write the @ as it is, some tools encode it. */
    private static final Pattern CONNECTION = Pattern.compile(".*/(?:@|%40)connections/([^/]*)");

    private static final Pattern NAMED = Pattern.compile("/(topics|users)/([^/]+)");
    private static final String KEY = "idempotency-key";

    private final PushSettings settings;
    private final MooringServer server;
    private final InstantSource clock;
    private final Sender sender;
    private final Batch batch;
    private final Repetitions repetitions;

    PushRoutes(PushSettings settings, MooringServer server, InstantSource clock, Executor thread) {
        this.settings = settings;
        this.server = server;
        this.clock = clock;
        this.sender = new Sender(server);
        this.batch = new Batch(sender);
        this.repetitions = new Repetitions(clock, thread);
    }

    @Override
    public CompletableFuture<Answer> answer(FullHttpRequest request) {
        Optional<Answer> refusal = refusal(request);
        if (refusal.isPresent()) {
            return refusal.get().now();
        }
        String key = request.headers().get(KEY, "");
        if (key.isEmpty() || !request.method().equals(HttpMethod.POST)) {
            return route(request);
        }
        return repetitions.once(
                key + " " + request.uri(), ByteBufUtil.hashCode(request.content()), () -> route(request));
    }

    @Override
    public Answer tooLong(Bytes longest) {
        return PushAnswers.tooLarge("the body is more than " + longest);
    }

    @Override
    public Answer crowded() {
        return PushAnswers.unavailable("the memory for bodies went to requests that began later; send it again");
    }

    @Override
    public Answer malformed() {
        return PushAnswers.badRequest("not an HTTP request this port takes");
    }

    @Override
    public Answer failed() {
        return PushAnswers.failed();
    }

    private Optional<Answer> refusal(FullHttpRequest request) {
        if (settings.keys().isEmpty()) {
            return CrossSiteCheck.foreign(request.headers())
                    ? Optional.of(PushAnswers.forbidden("the request comes from a page of another site"))
                    : Optional.empty();
        }
        KeyedRequest keyed = new KeyedRequest(
                request.method().name(),
                request.uri(),
                name -> request.headers().getAll(name),
                request.content().nioBuffer());
        return settings.keys().get().refusal(keyed, clock.instant()).map(PushAnswers::forbidden);
    }

    private CompletableFuture<Answer> route(FullHttpRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        try {
            Matcher connection = CONNECTION.matcher(path);
            if (connection.matches()) {
                return connection(request, decoded(connection.group(1)));
            }
            Matcher named = NAMED.matcher(path);
            if (named.matches()) {
                String name = decoded(named.group(2));
                return audience(request, named.group(1).equals("topics") ? Audience.topic(name) : Audience.user(name));
            }
            return switch (path) {
                case "/broadcast" -> audience(request, Audience.all());
                case "/batch" ->
                    request.method().equals(HttpMethod.POST)
                            ? batch.answer(request.content().toString(UTF_8))
                            : PushAnswers.methodNotAllowed("POST").now();
                default -> PushAnswers.notFound().now();
            };
        } catch (IllegalArgumentException unfit) {
            return PushAnswers.badRequest(String.valueOf(unfit.getMessage())).now();
        }
    }

    private CompletableFuture<Answer> connection(FullHttpRequest request, String id) {
        if (!Sender.isId(id)) {
            return PushAnswers.noId(id).now();
        }
        return switch (request.method().name()) {
            case "POST" ->
                sender.send(id, typeOf(request.content()), request.content().nioBuffer());
            case "GET" -> sender.describe(id);
            case "DELETE" -> sender.close(id);
            default -> PushAnswers.methodNotAllowed("POST, GET, DELETE").now();
        };
    }

    private CompletableFuture<Answer> audience(FullHttpRequest request, Audience audience) {
        return switch (request.method().name()) {
            case "POST" ->
                sender.publish(
                        audience, typeOf(request.content()), request.content().nioBuffer());
            case "GET" -> server.count(audience).thenApply(count -> PushAnswers.ok("{\"connections\":" + count + "}"));
            default -> PushAnswers.methodNotAllowed("POST, GET").now();
        };
    }

    static MessageType typeOf(ByteBuf body) {
        return ByteBufUtil.isText(body, UTF_8) ? MessageType.TEXT : MessageType.BINARY;
    }

    /** Once, and a plus is a plus. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
