package dev.mooring.server.access;

import dev.mooring.server.token.TokenSettings;
import java.util.List;
import java.util.Optional;

/**
 * Who may connect.
 *
 * @param token which token a client must have
 * @param subprotocols those that the server agrees to by itself
 */
public record AccessSettings(Optional<TokenSettings> token, List<String> subprotocols) {
    public AccessSettings {
        subprotocols = List.copyOf(subprotocols);
    }
}
