package dev.mooring.server.messaging;

import dev.mooring.server.gateway.RouteSelection;
import java.net.URI;
import java.util.Optional;

/**
 * What clients may do with messages, and who is told.
 *
 * @param publicTopics what anybody may hear, named in the URL or by the client protocol
 * @param clientTopics what clients may publish to
 * @param centrifugoPath where Centrifugo's protocol is spoken
 * @param backend where events are posted
 * @param routes how the route of a message is chosen
 */
public record MessagingSettings(
        Prefixes publicTopics,
        Prefixes clientTopics,
        Optional<String> centrifugoPath,
        Optional<URI> backend,
        RouteSelection routes) {}
