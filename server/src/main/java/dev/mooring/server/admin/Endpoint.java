package dev.mooring.server.admin;

import dev.mooring.server.http.Answer;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.concurrent.CompletableFuture;

/** What answers one path of the admin port; called on the admin thread, which it never blocks. */
@FunctionalInterface
interface Endpoint {
    /** The request is valid during the call only. */
    CompletableFuture<Answer> answer(FullHttpRequest request);
}
