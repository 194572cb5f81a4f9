package dev.mooring.server.push;

import dev.mooring.server.http.Answer;
import dev.mooring.server.http.RequestId;
import dev.mooring.server.json.Json;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/**
 * The answers of the push port, as API Gateway gives them: without {@code x-amzn-ErrorType} the SDKs name no error, so that a
 * client that has gone would be an unknown exception.
 */
final class PushAnswers {
    private static final String JSON = "application/json";
    private static final int MAX_SHOWN = 64;
    private static final String ERROR_TYPE = "x-amzn-ErrorType";
    private static final String REQUEST_ID = "x-amzn-RequestId";

    private PushAnswers() {}

    static Answer ok(String json) {
        return new Answer(HttpResponseStatus.OK, JSON, json, Map.of(REQUEST_ID, RequestId.next()));
    }

    static Answer noContent() {
        return new Answer(HttpResponseStatus.NO_CONTENT, JSON, "", Map.of(REQUEST_ID, RequestId.next()));
    }

    static Answer badRequest(String message) {
        return error(HttpResponseStatus.BAD_REQUEST, "BadRequestException", message);
    }

    /** What is no id at all; API Gateway's words. */
    static Answer noId(String text) {
        return badRequest("Invalid connectionId: " + shown(text));
    }

    /** Of what a caller wrote so much as helps it: an answer does not grow with the question. */
    static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    static Answer forbidden(String message) {
        return error(HttpResponseStatus.FORBIDDEN, "ForbiddenException", message);
    }

    static Answer notFound() {
        return error(
                HttpResponseStatus.NOT_FOUND,
                "NotFoundException",
                "nothing here; see /@connections/{id}, /topics/{topic}, /users/{user}, /broadcast and /batch");
    }

    static Answer methodNotAllowed(String allowed) {
        return error(HttpResponseStatus.METHOD_NOT_ALLOWED, "BadRequestException", "use " + allowed)
                .with(HttpHeaderNames.ALLOW.toString(), allowed);
    }

    static Answer gone() {
        return error(HttpResponseStatus.GONE, "GoneException", "the connection has ended, or never was on this host");
    }

    static Answer tooLarge(String message) {
        return error(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "PayloadTooLargeException", message);
    }

    /** A second is enough, and Java's SDK sleeps through whatever stands here. */
    static Answer full(String message) {
        return error(HttpResponseStatus.TOO_MANY_REQUESTS, "LimitExceededException", message)
                .with(HttpHeaderNames.RETRY_AFTER.toString(), "1");
    }

    static Answer unavailable(String message) {
        return error(HttpResponseStatus.SERVICE_UNAVAILABLE, "ServiceUnavailableException", message)
                .with(HttpHeaderNames.RETRY_AFTER.toString(), "1");
    }

    static Answer failed() {
        return error(
                HttpResponseStatus.INTERNAL_SERVER_ERROR,
                "InternalServerException",
                "failed; the server's log says why");
    }

    private static Answer error(HttpResponseStatus status, String type, String message) {
        return new Answer(
                status,
                JSON,
                "{\"message\":" + Json.quoted(message) + "}",
                Map.of(REQUEST_ID, RequestId.next(), ERROR_TYPE, type));
    }
}
