package dev.mooring.server.push;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.apikey.ApiKeys;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where the push port listens and who may use it.
 *
 * @param keys empty for everybody who reaches the address
 * @param openOnPurpose whether that was asked for, and not forgotten
 */
public record PushSettings(InetSocketAddress bind, Optional<ApiKeys> keys, boolean openOnPurpose) {
    public PushSettings {
        if (keys.isEmpty() && !openOnPurpose && !bind.getAddress().isLoopbackAddress()) {
            throw RefusedException.of(
                    "push",
                    bind.getAddress().getHostAddress() + ":" + bind.getPort(),
                    "is open to",
                    "everybody who reaches it",
                    "give api-keys=FILE, or say push-open if the network keeps others out");
        }
    }
}
