package dev.mooring.server.tls.handshake;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which credential a client is shown: that of the name it asks for, exactly or by a wildcard for the first label; the first of
 * all to one that asks for another name, or for none. Immutable.
 */
final class ServerNames<C> {
    private final Map<String, C> byName = new HashMap<>();
    private final C first;

    /** The credentials with their names, in the order of the settings; the first to bear a name is shown for it. */
    ServerNames(List<Named<C>> credentials) {
        first = credentials.getFirst().credential();
        for (Named<C> each : credentials) {
            each.names().forEach(name -> byName.putIfAbsent(name.toLowerCase(Locale.ROOT), each.credential()));
        }
    }

    /** The credential for a name as a client sends it; null or empty when it sends none. */
    C choose(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return first;
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        C exact = byName.get(wanted);
        if (exact != null) {
            return exact;
        }
        int dot = wanted.indexOf('.');
        C wild = dot > 0 ? byName.get("*" + wanted.substring(dot)) : null;
        return wild == null ? first : wild;
    }

    /**
     * A credential and the names it is for.
     *
     * @param names as {@code example.com} or {@code *.example.com}
     */
    record Named<C>(List<String> names, C credential) {}
}
