package dev.mooring.awsstandin.alarm;

import java.util.Arrays;

/** What a period without a datapoint counts as. CloudWatch API, PutMetricAlarm, TreatMissingData. */
public enum MissingData {
    /** As nothing: without any datapoint there is no state. */
    MISSING("missing"),
    /** As a reason to leave the state as it is. */
    IGNORE("ignore"),
    BREACHING("breaching"),
    NOT_BREACHING("notBreaching");

    private final String name;

    MissingData(String name) {
        this.name = name;
    }

    /**
     * The one of this name; the default where none is given.
     *
     * @throws IllegalArgumentException when CloudWatch has none of it
     */
    public static MissingData named(String text) {
        return text.isEmpty()
                ? MISSING
                : Arrays.stream(values())
                        .filter(each -> each.name.equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("TreatMissingData=" + text
                                + " is not one of breaching, ignore, missing, notBreaching"));
    }

    @Override
    public String toString() {
        return name;
    }
}
