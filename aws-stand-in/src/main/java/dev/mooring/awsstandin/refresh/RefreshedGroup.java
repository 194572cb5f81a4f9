package dev.mooring.awsstandin.refresh;

import java.time.Instant;
import java.util.List;

/** The group that a refresh works on: it tells of its instances, and is told to launch and to end some. */
public interface RefreshedGroup {
    /**
     * An instance.
     *
     * @param version of the launch template that it has
     * @param since when it came into this state
     */
    record Member(String id, String version, State state, Instant since) {}

    /** As far as a refresh is concerned. */
    enum State {
        /** Boots, or waits in its launch hook. */
        PENDING,
        IN_SERVICE,
        /** Somebody looks at it. */
        STANDBY,
        /** Waits in its terminate hook, or shuts down. */
        TERMINATING
    }

    /** How many instances it is to have. */
    int desired();

    /** Those that are there, the longest first. */
    List<Member> members();

    /** Launches one. */
    void launch(String version);

    /** Ends one. */
    void terminate(String id);
}
