package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Status;

/** The connections of a run, in this process or in several, driven through its phases by a {@link Conductor}. */
public interface Load extends AutoCloseable {
    /** Begins to open connections. */
    void ramp();

    /** Begins what happens while all are open: messages and churn. */
    void hold();

    /** Ends messages, churn and further attempts, and closes every connection. */
    void finish();

    Status status();

    /** What was timed; complete once {@link Status#finished()}. */
    Measurement measurement();

    @Override
    void close();
}
