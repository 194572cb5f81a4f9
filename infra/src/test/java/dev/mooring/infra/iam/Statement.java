package dev.mooring.infra.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A statement of a policy, as IAM reads it. Source: IAM user guide, "Policy evaluation logic" and "Condition operators".
 *
 * @param owner logical id of what the policy is attached to
 * @param principals services that a resource's policy names; empty for a policy of a role
 * @param conditions operator, key, values
 */
public record Statement(
        String owner,
        boolean allows,
        List<String> principals,
        List<String> actions,
        List<String> resources,
        Map<String, Map<String, List<String>>> conditions) {

    boolean covers(Call call) {
        return actions.stream()
                        .anyMatch(action -> matches(
                                action.toLowerCase(Locale.ROOT), call.action().toLowerCase(Locale.ROOT)))
                && resources.stream().anyMatch(resource -> matches(resource, call.resource()))
                && (principals.isEmpty() || principals.contains("*") || principals.contains(call.caller()))
                && conditions.entrySet().stream()
                        .allMatch(each -> holds(each.getKey(), each.getValue(), call.context()));
    }

    private static boolean holds(String operator, Map<String, List<String>> keys, Map<String, String> context) {
        return keys.entrySet().stream().allMatch(each -> {
            String value = context.get(each.getKey());
            return switch (operator) {
                case "StringEquals", "NumericEquals", "ArnEquals" ->
                    value != null && each.getValue().contains(value);
                case "StringLike", "ArnLike" ->
                    value != null && each.getValue().stream().anyMatch(pattern -> matches(pattern, value));
                case "Bool" -> value != null && each.getValue().contains(value);
                case "ForAnyValue:StringEquals" ->
                    value != null && each.getValue().contains(value);
                // Also without the key; the service always sends it.
                case "ForAllValues:StringEquals" ->
                    value == null || each.getValue().contains(value);
                default -> throw new IllegalArgumentException("operator " + operator + " is not simulated");
            };
        });
    }

    static boolean matches(String pattern, String text) {
        StringBuilder expression = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char each = pattern.charAt(at);
            expression.append(each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(String.valueOf(each)));
        }
        return text.matches(expression.toString());
    }
}
