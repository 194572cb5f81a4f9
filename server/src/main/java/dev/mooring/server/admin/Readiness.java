package dev.mooring.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import java.util.Locale;

/** Whether a load balancer is to send new connections here, and if not, why. */
final class Readiness {
    private final ServerControl control;

    Readiness(ServerControl control) {
        this.control = control;
    }

    Answer answer() {
        ServerControl.Phase phase = control.phase();
        if (phase != ServerControl.Phase.SERVING) {
            return Answer.plain(SERVICE_UNAVAILABLE, phase.name().toLowerCase(Locale.ROOT));
        }
        if (control.counters().open() >= control.maxConnections()) {
            return Answer.plain(SERVICE_UNAVAILABLE, "at max-connections=" + control.maxConnections());
        }
        return Answer.plain(OK, "serving");
    }
}
