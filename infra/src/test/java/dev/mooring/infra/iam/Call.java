package dev.mooring.infra.iam;

import java.util.Map;

/**
 * A call to AWS.
 *
 * @param caller logical id of the role at its beginning, or the name of a service
 * @param action as in {@code sns:Publish}
 * @param resource its ARN, or {@code *} for an action that knows none
 * @param context what a condition may ask for
 * @param reason where in the program it is made
 */
public record Call(String caller, String action, String resource, Map<String, String> context, String reason) {
    static Call of(String caller, String action, String resource, String reason) {
        return new Call(caller, action, resource, Map.of(), reason);
    }

    Call with(String key, String value) {
        java.util.TreeMap<String, String> more = new java.util.TreeMap<>(context);
        more.put(key, value);
        return new Call(caller, action, resource, more, reason);
    }
}
