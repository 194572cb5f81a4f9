package dev.mooring.proof.rehearsal;

import java.time.Duration;

/**
 * How a run went.
 *
 * @param connections asked for
 * @param keepalive of the run
 * @param moored what was measured of the server
 * @param swarm what the load generator saw
 * @param serverExit the server's exit code after the drain
 * @param swarmExit the load generator's exit code
 */
record RehearsalResult(
        int connections, Duration keepalive, Moored moored, SwarmReport swarm, int serverExit, int swarmExit) {
    /** Every connection was held, none was lost but by the drain, and both programs ended well. */
    boolean passed() {
        return swarm.passed() && swarm.lost() == 0 && moored.connections() >= connections && serverExit == 0;
    }
}
