package dev.mooring.loadgenerator.connection;

import dev.mooring.loadgenerator.handshake.AcceptValue;
import dev.mooring.loadgenerator.handshake.UpgradeResponse;
import java.util.Optional;

/**
 * One try to connect.
 *
 * @param key the Sec-WebSocket-Key that was sent
 * @param dueNanos when it should have started
 * @param failures how many tries before it failed in a row
 * @param port the target port
 */
record Attempt(String key, long dueNanos, int failures, int port) {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Why an answer does not open the connection, RFC 6455 section 4.1; empty when it does. */
    Optional<Ending> refusal(UpgradeResponse answer, AcceptValue accept) {
        if (answer.status() == 0) {
            return Optional.of(new Ending.Failed(Failure.of(FailureReason.BAD_ANSWER)));
        }
        if (answer.status() != SWITCHING_PROTOCOLS) {
            return Optional.of(new Ending.Refused(answer.status(), answer.retryAfter()));
        }
        if (!answer.upgraded()) {
            return Optional.of(new Ending.Failed(Failure.of(FailureReason.BAD_ANSWER)));
        }
        if (!answer.accept().equals(accept.of(key))) {
            return Optional.of(new Ending.Failed(Failure.of(FailureReason.BAD_ACCEPT)));
        }
        if (!answer.unasked().isEmpty()) {
            return Optional.of(
                    new Ending.Failed(new Failure(FailureReason.VIOLATION, answer.unasked() + " that nobody offered")));
        }
        return Optional.empty();
    }
}
