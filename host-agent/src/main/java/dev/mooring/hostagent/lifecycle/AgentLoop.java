package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Takes step after step on one thread, until the host has left or the agent is to stop. A failed step is repeated after a
 * pause. None comes before the last word to the hook, nor after it: the group waits for it. None comes before the first step of
 * a departure either: until then clients are sent to a host that leaves.
 */
public final class AgentLoop {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    private final HostLifecycle lifecycle;
    private final AgentStop stop;
    private final Pause pause;
    private final StateRecord record;

    public AgentLoop(HostLifecycle lifecycle, AgentStop stop, Pause pause, StateRecord record) {
        this.lifecycle = lifecycle;
        this.stop = stop;
        this.pause = pause;
        this.record = record;
    }

    public void run() throws InterruptedException {
        HostState state = HostState.start();
        int failures = 0;
        while (!state.isSettled() && !stop.agentStops()) {
            boolean left = state instanceof Left;
            try {
                state = lifecycle.step(state);
                record.write(state);
                failures = 0;
            } catch (IOException | SdkException failure) {
                failures++;
                LOG.warn("{} is tried again: {}", StateRecord.name(state), failure.toString());
            }
            if (left == (state instanceof Left)
                    && !state.isSettled()
                    && !(state instanceof Deregistering && failures == 0)) {
                stop.await(pause.after(failures));
            }
        }
    }
}
