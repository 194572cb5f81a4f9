package dev.mooring.server.http;

import dev.mooring.capacity.unit.Bytes;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.concurrent.CompletableFuture;

/** What answers the requests of a port; called on the port's one thread, which it never blocks. */
public interface HttpRoutes {
    /** The request is valid during the call only. What is thrown, or completes exceptionally, is answered {@link #failed}. */
    CompletableFuture<Answer> answer(FullHttpRequest request);

    /** For a body that is longer than the port takes. */
    Answer tooLong(Bytes longest);

    /** For a body that did not come whole before the memory for bodies was used up; to be sent again. */
    Answer crowded();

    /** For bytes that are no HTTP, or more of a header than the port takes. */
    Answer malformed();

    /** For a request that failed; the log says why. */
    Answer failed();
}
