package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Registering;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present state in the log and in one line of a file, for people and checks. Written when it changes, never read by
 * the agent. A file that cannot be written stops nothing.
 */
public final class StateRecord {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    private final Path file;
    private final InstantSource clock;
    private String written = "";

    public StateRecord(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    void write(HostState state) {
        String line = (name(state) + " " + detail(state)).strip();
        if (line.equals(written)) {
            return;
        }
        written = line;
        LOG.info("{}", line);
        try {
            Files.writeString(file, clock.instant() + " " + line.replace('\n', ' ') + "\n");
        } catch (IOException e) {
            LOG.warn("the state cannot be written to {}: {}", file, e.toString());
        }
    }

    static String name(HostState state) {
        return state.getClass().getSimpleName();
    }

    private static String detail(HostState state) {
        return switch (state) {
            case Joining joining -> joining.obstacle();
            case Registering registering -> registering.obstacle();
            case AwaitingHealth awaiting -> awaiting.obstacle();
            case Serving _ -> "";
            case Draining draining -> draining.departure().cause();
            case Left left -> left.departure().cause() + (left.settled() ? ", settled" : "");
        };
    }
}
