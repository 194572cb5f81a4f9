package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.mooring.server.http.Answer;
import dev.mooring.server.metrics.MemoryKind;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a load balancer is to send new connections here, and if not, why. */
final class Readiness {
    /** An event loop turns every half second at least: after this one is held up, or has ended. */
    static final Duration STALLED = Duration.ofSeconds(5);

    private final ServerControl control;

    Readiness(ServerControl control) {
        this.control = control;
    }

    /** Pressure is no reason to send clients elsewhere, so the status stays 200; it is said on a line of its own. */
    private String pressure() {
        List<MemoryKind> pressed = control.counters().pressed();
        return pressed.isEmpty()
                ? ""
                : pressed.stream().map(MemoryKind::label).collect(Collectors.joining(", ", "\nunder pressure: ", ""));
    }

    Answer answer() {
        return obstacle().or(this::full).orElseGet(() -> Answer.plain(OK, "serving" + pressure()));
    }

    /** What is wrong with this server; empty when nothing is. */
    Optional<Answer> obstacle() {
        ServerControl.Phase phase = control.phase();
        if (phase != ServerControl.Phase.SERVING) {
            return Optional.of(Answer.plain(SERVICE_UNAVAILABLE, phase.name().toLowerCase(Locale.ROOT)));
        }
        List<Duration> stalled = control.silences().stream()
                .filter(silence -> silence.compareTo(STALLED) > 0)
                .toList();
        return stalled.isEmpty()
                ? Optional.empty()
                : Optional.of(Answer.plain(
                        SERVICE_UNAVAILABLE,
                        stalled.size() + " of " + control.eventLoops() + " event loops have not turned for "
                                + Collections.max(stalled).toSeconds()
                                + "s: a handler blocks, or the log says what ended them"));
    }

    private Optional<Answer> full() {
        return control.counters().open() >= control.maxConnections()
                ? Optional.of(Answer.plain(SERVICE_UNAVAILABLE, "at max-connections=" + control.maxConnections()))
                : Optional.empty();
    }
}
