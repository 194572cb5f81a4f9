package dev.mooring.server.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An event to be told.
 *
 * @param event its text; that of an end is written when it is told, for many of those may wait
 * @param cost in bytes, some of it for the objects
 * @param end whether it is the connection's last
 */
record Call(
        EventHeaders headers, Supplier<byte[]> event, long cost, boolean end, CompletableFuture<BackendAnswer> answer) {
    private static final int OBJECTS = 512;

    static Call of(EventHeaders headers, String event) {
        byte[] bytes = event.getBytes(UTF_8);
        return new Call(headers, () -> bytes, OBJECTS + (long) bytes.length, false, new CompletableFuture<>());
    }

    static Call ofEnd(EventHeaders headers, Supplier<String> event) {
        return new Call(headers, () -> event.get().getBytes(UTF_8), OBJECTS, true, new CompletableFuture<>());
    }
}
