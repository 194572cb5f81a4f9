package dev.mooring.awsstandin.alarm;

import java.util.Arrays;

/** How a datapoint is compared with a threshold. CloudWatch API, PutMetricAlarm, ComparisonOperator. */
public enum Comparison {
    GREATER("GreaterThanThreshold"),
    GREATER_OR_EQUAL("GreaterThanOrEqualToThreshold"),
    LESS("LessThanThreshold"),
    LESS_OR_EQUAL("LessThanOrEqualToThreshold");

    private final String operator;

    Comparison(String operator) {
        this.operator = operator;
    }

    /**
     * The one of this name. Those of anomaly bands are not played.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static Comparison named(String operator) {
        return Arrays.stream(values())
                .filter(each -> each.operator.equals(operator))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("ComparisonOperator=" + operator + " is not played"));
    }

    boolean breaches(double value, double threshold) {
        return switch (this) {
            case GREATER -> value > threshold;
            case GREATER_OR_EQUAL -> value >= threshold;
            case LESS -> value < threshold;
            case LESS_OR_EQUAL -> value <= threshold;
        };
    }

    @Override
    public String toString() {
        return operator;
    }
}
