package dev.mooring.proof.soak.result;

/** How a scenario ended. */
public enum Verdict {
    HELD("held"),
    BROKEN("BROKEN"),
    NOT_POSSIBLE("not possible here");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
