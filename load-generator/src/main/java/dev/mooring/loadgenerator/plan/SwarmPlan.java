package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything a run was asked to do.
 *
 * @param connections how many are open during the hold
 * @param settle pause between the last handshake and the hold
 * @param churn how many connections a second are closed and replaced during the hold
 * @param eventLoops threads of one process
 * @param answersPings whether pings are answered with pongs
 * @param delivery what connections hear, and what is published to them
 * @param expected what else the server must do
 */
public record SwarmPlan(
        Target target,
        int connections,
        Rate rate,
        Duration settle,
        Duration hold,
        EchoPlan echo,
        Sources sources,
        Optional<Rate.PerSecond> churn,
        boolean reconnect,
        boolean answersPings,
        Duration handshakeTimeout,
        Expectations expected,
        int eventLoops,
        int processes,
        DeliveryPlan delivery) {
    /** Of one run; each is a JVM of some 60 MiB. */
    static final int MAX_PROCESSES = 256;
    /** Each has three descriptors of its own, all out of the reserve of {@link OpenFiles}. */
    private static final int MAX_LOOPS = 64;

    public SwarmPlan {
        requireAtLeastOne("connections", connections);
        requireAtLeastOne("event-loops", eventLoops);
        if (eventLoops > MAX_LOOPS) {
            throw RefusedException.of(
                    "event-loops", eventLoops, "is more than", MAX_LOOPS, "give fewer, or more --processes");
        }
        requireAtLeastOne("processes", processes);
        requireAtMost("processes", processes, Math.min(connections, MAX_PROCESSES));
        if (echo.connections() > connections) {
            throw RefusedException.of(
                    "echo", echo, "is more than", "connections=" + connections, "lower --echo or raise --connections");
        }
        if (echo.connections() > 0 && !delivery.topics().isEmpty()) {
            throw RefusedException.of(
                    "echo", echo, "is given beside", "topics", "leave one away: an echo is told by what comes next");
        }
        if (handshakeTimeout.isZero()) {
            throw RefusedException.of("handshake-timeout", "0s", "is less than", "1ms", "give the server some time");
        }
    }

    /** Whether the connections of the hold are those of its beginning, but for what is lost. */
    public boolean isSteady() {
        return churn.isEmpty() && !reconnect;
    }

    private static void requireAtMost(String name, int value, int bound) {
        if (value > bound) {
            throw RefusedException.of(
                    name, value, "is more than", bound, "give fewer, or raise the limit of open files");
        }
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw RefusedException.of(name, value, "is less than", 1, "give 1 or more");
        }
    }
}
