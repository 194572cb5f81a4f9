package dev.mooring.server.messaging;

import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.backend.BackendAnswer;
import dev.mooring.server.backend.BackendUnavailableException;
import dev.mooring.server.gateway.Caller;
import dev.mooring.server.gateway.Grant;
import dev.mooring.server.topic.TopicLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the backend's answer to a connect makes of a client. Only its yes lets anybody in: no answer is a no.
 *
 * <p>Where the backend has said yes, or may have without our hearing it, and the client is not let in, it is told that the
 * client has gone.
 *
 * @param asked topics of the URL, all of them open
 */
record Admittance(Events events, Arrivals arrivals, Caller client, List<String> asked, boolean centrifugo) {
    HandshakeAnswer answer(@Nullable BackendAnswer answer, @Nullable Throwable failed) {
        if (answer == null) {
            if (!(failed instanceof BackendUnavailableException)) {
                events.disconnect(client);
            }
            return unavailable();
        }
        if (answer.status() >= 500 && answer.status() < 600) {
            return unavailable();
        }
        if (!answer.agrees()) {
            int status = answer.status() >= 400 && answer.status() < 500 ? answer.status() : 502;
            return HandshakeAnswer.refuse(status, "refused\n");
        }
        Optional<Grant> grant = Grant.read(answer.body());
        if (grant.isEmpty()) {
            events.disconnect(client);
            return HandshakeAnswer.refuse(502, "the backend's answer cannot be understood\n");
        }
        if (names(grant.get()) > TopicLimits.DEFAULT_TOPICS) {
            events.disconnect(client);
            return HandshakeAnswer.refuse(
                    400,
                    "topics asked for and granted are more than " + TopicLimits.DEFAULT_TOPICS + "; ask for fewer\n");
        }
        HandshakeAnswer.Accept accept =
                arrivals.expect(MessagingHandler.accepted(new Arrival(asked, grant.get(), centrifugo)), client);
        return answer.subprotocol().map(accept::subprotocol).orElse(accept);
    }

    private int names(Grant grant) {
        Set<String> topics = new HashSet<>(asked);
        grant.topics().forEach(topic -> topics.add(topic.name()));
        return topics.size() + (grant.user().isPresent() ? 1 : 0);
    }

    private static HandshakeAnswer unavailable() {
        return HandshakeAnswer.refuse(503, "the backend does not answer; try again\n")
                .header("Retry-After", "1");
    }
}
