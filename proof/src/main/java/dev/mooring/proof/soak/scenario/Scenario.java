package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import java.io.IOException;

/** Something that is done to a server of its own, and what has to hold meanwhile. */
public sealed interface Scenario
        permits Churn,
                ReconnectStorm,
                StoppedClients,
                PacketLoss,
                ClockJump,
                StoppedServer,
                Kill,
                CutRequests,
                EveryBound,
                LastOneOut,
                NarrowWire {
    String name();

    String criterion();

    /** Does it; what has to hold is recorded, and processes are ended by the caller. */
    Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException;
}
