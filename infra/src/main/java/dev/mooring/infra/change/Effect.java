package dev.mooring.infra.change;

/** What becomes of a resource, from the least to the most that clients notice. */
public enum Effect {
    STAYS("stays", "nothing changes"),
    UPDATES("updates", "no host is replaced and no connection is closed"),
    REPLACES("replaces", "a resource is made anew; no host is replaced and no connection is closed"),
    ROLLS(
            "rolls hosts",
            "every host is replaced by a new one, at the pace of the roll: each connection is closed once with 1012"),
    CUTS("cuts", "clients are cut at once, not at the pace of a roll, and may get in again only minutes later");

    private final String label;
    private final String meaning;

    Effect(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** As in the documents. */
    public String label() {
        return label;
    }

    public String meaning() {
        return meaning;
    }

    Effect or(Effect other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
