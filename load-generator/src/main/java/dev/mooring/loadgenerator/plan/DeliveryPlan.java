package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What connections hear, and what is published meanwhile.
 *
 * @param topics that every connection hears; none when deliveries are not measured
 * @param publishing what is published to them in turn during the hold, by this program
 */
public record DeliveryPlan(List<String> topics, ClientProtocol protocol, Optional<PublishPlan> publishing) {
    public static final DeliveryPlan NONE = new DeliveryPlan(List.of(), ClientProtocol.PLAIN, Optional.empty());

    /** The server's own limit of a connection, whose user may be one more. */
    private static final int MAX_TOPICS = 127;

    private static final int MAX_TOPIC = 255;

    public DeliveryPlan {
        topics = List.copyOf(topics);
        if (topics.size() > MAX_TOPICS) {
            throw RefusedException.of("topics", topics.size(), "is more than", MAX_TOPICS, "name fewer");
        }
        if (new HashSet<>(topics).size() < topics.size()) {
            throw RefusedException.of("topics", String.join(",", topics), "has", "a topic twice", "name each once");
        }
        topics.forEach(DeliveryPlan::requireTopic);
        if (topics.isEmpty() && publishing.isPresent()) {
            throw RefusedException.of(
                    "publish", publishing.get().rate(), "has", "no topics to go to", "name them with --topics");
        }
        if (topics.isEmpty() && protocol != ClientProtocol.PLAIN) {
            throw RefusedException.of("protocol", protocol, "has", "no topics to ask for", "name them with --topics");
        }
    }

    /** Path and query of the upgrade, with the topics where the protocol has them there. */
    public String resource(Target target) {
        if (topics.isEmpty() || protocol != ClientProtocol.PLAIN) {
            return target.resource();
        }
        String names = topics.stream()
                .map(topic -> URLEncoder.encode(topic, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining(","));
        return target.resource() + (target.resource().contains("?") ? "&" : "?") + "topics=" + names;
    }

    private static void requireTopic(String topic) {
        int length = topic.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_TOPIC || topic.chars().anyMatch(Character::isISOControl)) {
            throw RefusedException.of(
                    "topics", topic, "has", length + " bytes or control characters", "use names of 1 to 255 bytes");
        }
    }
}
