package dev.mooring.server.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What a request is called in answers and events, for people who compare logs; it is no secret. */
public final class RequestId {
    private RequestId() {}

    /** Another one each time. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
