package dev.mooring.server.connection;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.frame.FrameLimits;
import dev.mooring.server.handshake.HandshakeRules;
import dev.mooring.server.topic.TopicLimits;
import java.time.Duration;

/**
 * What one connection may take of the server.
 *
 * @param frames the size and fragment count of a message
 * @param handshake what a request must look like
 * @param handshakeTimeout from accept to the end of the request, a PROXY header included
 * @param outbound what may wait for a peer that does not read
 * @param slowTimeout how long it may wait
 * @param topics how many, and the memory of one loop for them
 */
public record ConnectionLimits(
        FrameLimits frames,
        HandshakeRules handshake,
        Duration handshakeTimeout,
        Bytes outbound,
        Duration slowTimeout,
        TopicLimits topics) {
    /** A limit that somebody meets. */
    public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

    /** One in so many bytes of the heap may go to topics: twice what 64 bytes for each connection of a plan take. */
    private static final int TOPICS_OF_HEAP = 4;

    /** From accept to the end of the PROXY header; the load balancer sends it at once. */
    public static final Duration PROXY_HEADER_TIMEOUT = Duration.ofSeconds(5);

    /** From our Close to the peer's, and from our last words to the peer's end. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /**
     * A peer that sends or reads at this pace is never closed for being slow: in no less than a byte each slow timeout, for
     * that is how often it is looked at. Of a message only the payload counts.
     */
    static final Pace MIN_PACE = new Pace(Bytes.kibi(8));

    /** A peer that reads slower than this does not read. */
    static final Pace STANDSTILL = new Pace(Bytes.kibi(1));

    public ConnectionLimits {
        DurationText.requireWithin("handshake-timeout", handshakeTimeout, MIN_TIMEOUT, MAX_TIMEOUT);
        DurationText.requireWithin("slow-timeout", slowTimeout, MIN_TIMEOUT, MAX_TIMEOUT);
    }

    private static TopicLimits topics(ServerConfiguration configuration) {
        long memory = Runtime.getRuntime().maxMemory() / TOPICS_OF_HEAP / configuration.eventLoops();
        return new TopicLimits(configuration.topicLimit(), Bytes.of(memory));
    }

    /**
     * The part of the configuration that is about one connection.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when a value is out of its bounds
     */
    public static ConnectionLimits of(ServerConfiguration configuration) {
        return new ConnectionLimits(
                new FrameLimits(configuration.maxMessage(), configuration.maxFragments()),
                new HandshakeRules(
                        configuration.origins(),
                        configuration.maxRequestLine(),
                        configuration.maxHeaders(),
                        configuration.subprotocols(),
                        configuration.compression()),
                configuration.handshakeTimeout(),
                configuration.outboundLimit(),
                configuration.slowTimeout(),
                topics(configuration));
    }
}
