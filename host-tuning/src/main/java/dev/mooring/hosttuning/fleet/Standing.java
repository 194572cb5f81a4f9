package dev.mooring.hosttuning.fleet;

/** Where an Auto Scaling group has one of its instances. */
public enum Standing {
    /** In service, or of no group: what is checked. */
    IN_SERVICE("in service", ""),
    /** On its way in: not verified yet, by itself either. */
    JOINING("joining", "its agent lets it into service when it has verified it; give --wait to check it until then"),
    /** On its way out: it drains, and has perhaps ended its server. */
    LEAVING("leaving", "it drains, or has drained, and the group ends it"),
    /** Taken out by somebody who looks at it. */
    STANDBY("in standby", "somebody has taken it out of service; nobody is sent to it until it is put back"),
    /** Taken out of its group for good. */
    DETACHED("detached", "the group of its tag no longer has it; nobody is sent to it");

    private final String label;
    private final String sentence;

    Standing(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** As EC2 Auto Scaling calls it; API reference, AutoScalingInstanceDetails. */
    static Standing of(String lifecycleState) {
        String state =
                lifecycleState.startsWith("Warmed:") ? lifecycleState.substring("Warmed:".length()) : lifecycleState;
        return switch (state) {
            case "Pending", "Pending:Wait", "Pending:Proceed" -> JOINING;
            case "EnteringStandby", "Standby" -> STANDBY;
            case "Detaching", "Detached" -> DETACHED;
            default -> state.startsWith("Terminat") ? LEAVING : IN_SERVICE;
        };
    }

    /** What it means for who reads a report, and what follows. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return label;
    }
}
