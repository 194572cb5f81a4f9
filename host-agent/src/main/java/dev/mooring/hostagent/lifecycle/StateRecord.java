package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.lifecycle.HostState.Admitting;
import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Away;
import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Registering;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present state in the log and in one line of a file, for people and checks. Written when it changes, never read by
 * the agent. A file that cannot be written stops nothing.
 *
 * <p>Until the host serves, the console has it too: EC2 keeps that for a while when the instance is gone, and nobody else
 * knows why it went. A few lines only, for the same console shows the keys of the host.
 */
public final class StateRecord {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    private static final int MAX_CONSOLE_LINES = 40;
    private static final int MAX_CONSOLE_LINE = 500;

    private final Path file;
    private final Optional<Path> console;
    private final InstantSource clock;
    private String written = "";
    private int consoleLines;

    public StateRecord(Path file, Optional<Path> console, InstantSource clock) {
        this.file = file;
        this.console = console;
        this.clock = clock;
    }

    void write(HostState state) {
        String line = (name(state) + " " + detail(state)).strip();
        if (line.equals(written)) {
            return;
        }
        written = line;
        LOG.info("{}", line);
        console.ifPresent(device -> show(device, line.replace('\n', ' ')));
        try {
            Files.writeString(file, clock.instant() + " " + line.replace('\n', ' ') + "\n");
        } catch (IOException e) {
            LOG.warn("the state cannot be written to {}: {}", file, e.toString());
        }
    }

    private void show(Path device, String line) {
        if (consoleLines == MAX_CONSOLE_LINES) {
            return;
        }
        consoleLines++;
        String shown = line.length() > MAX_CONSOLE_LINE ? line.substring(0, MAX_CONSOLE_LINE) : line;
        try {
            Files.writeString(
                    device, "mooring: " + shown + "\r\n", StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException noConsole) {
            LOG.debug("the console {} takes nothing: {}", device, noConsole.toString());
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
            case Away away -> "the group says " + away.group();
            case Deregistering deregistering -> deregistering.departure().cause();
            case Admitting admitting -> admitting.departure().cause();
            case Draining draining -> draining.departure().cause();
            case Left left -> left.departure().cause() + (left.settled() ? ", settled" : "");
        };
    }
}
