package dev.mooring.server.http;

import dev.mooring.capacity.unit.Bytes;
import java.time.Duration;

/**
 * What callers can make a port keep.
 *
 * @param connections at once; for one more the oldest that waits for no answer is closed, or else the one more
 * @param body of a request, else {@link HttpRoutes#tooLong}
 * @param bodies of all requests that have not come whole; for more, who has held a part for longest gets {@link
 *     HttpRoutes#crowded}
 * @param line the request line
 * @param headers all of a request
 * @param idle from one whole request to the next, and for the caller to take an answer
 */
public record HttpBounds(int connections, Bytes body, Bytes bodies, Bytes line, Bytes headers, Duration idle) {}
