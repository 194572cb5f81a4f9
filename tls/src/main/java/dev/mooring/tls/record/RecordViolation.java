package dev.mooring.tls.record;

/** The peer broke a rule of the record layer: it gets the alert, and nothing it sends is opened any more. */
public final class RecordViolation extends Exception {
    private static final long serialVersionUID = 1L;

    private final Alert alert;

    /** What it did, for the log. */
    public RecordViolation(Alert alert, String what) {
        super(what, null, false, false);
        this.alert = alert;
    }

    /** What to tell the peer. */
    public Alert alert() {
        return alert;
    }
}
