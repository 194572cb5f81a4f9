package dev.mooring.server.access;

import dev.mooring.server.token.TokenSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Who may connect.
 *
 * @param token the token that a client must have
 * @param authUrl the URL that is asked about each client
 * @param perAddress how often clients of one address may connect; of IPv6, of one /64 network
 * @param perUser how often one user may
 * @param subprotocols those that the server agrees to on its own
 */
public record AccessSettings(
        Optional<TokenSettings> token,
        Optional<URI> authUrl,
        Optional<Rate> perAddress,
        Optional<Rate> perUser,
        List<String> subprotocols) {
    public AccessSettings {
        subprotocols = List.copyOf(subprotocols);
    }
}
