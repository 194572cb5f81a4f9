package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;

import dev.mooring.server.http.Answer;
import dev.mooring.server.http.HttpRoutes;

/** Routes of a port for operators and load balancers, which say in plain text what they cannot answer. */
interface PlainRoutes extends HttpRoutes {
    @Override
    default Answer malformed() {
        return Answer.plain(BAD_REQUEST, "not an HTTP request this port takes");
    }

    @Override
    default Answer failed() {
        return Answer.plain(INTERNAL_SERVER_ERROR, "failed; the server's log says why");
    }
}
