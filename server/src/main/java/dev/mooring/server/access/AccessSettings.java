package dev.mooring.server.access;

import dev.mooring.server.token.TokenSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Who may connect.
 *
 * @param token which token a client must have
 * @param authUrl whom to ask about each client
 * @param perAddress how often clients of one address may connect, those of one network of IPv6
 * @param perUser how often one user may
 * @param subprotocols those that the server agrees to by itself
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
