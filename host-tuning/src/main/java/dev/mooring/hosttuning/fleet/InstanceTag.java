package dev.mooring.hosttuning.fleet;

import dev.mooring.capacity.unit.RefusedException;

/** A tag that instances must carry. The tags of Auto Scaling and CloudFormation are set by AWS itself. */
public record InstanceTag(String key, String value) {
    /** What Auto Scaling tags its instances with. */
    static final String GROUP = "aws:autoscaling:groupName";

    public static InstanceTag ofAutoScalingGroup(String name) {
        return new InstanceTag(GROUP, name);
    }

    public static InstanceTag ofStack(String name) {
        return new InstanceTag("aws:cloudformation:stack-name", name);
    }

    /** Reads {@code key=value}; the value may hold further equals signs. */
    public static InstanceTag parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw RefusedException.of("tag", text, "is not", "a key and a value", "write --tag key=value");
        }
        return new InstanceTag(text.substring(0, equals), text.substring(equals + 1));
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
