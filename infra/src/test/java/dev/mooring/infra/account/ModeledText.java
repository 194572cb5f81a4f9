package dev.mooring.infra.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;

/** The protocols of AWS, as far as an answer needs them: names of members come from the service's model. */
enum ModeledText {
    QUERY,
    EC2,
    JSON;

    String answer(String operation, SdkPojo answer) {
        return switch (this) {
            case QUERY ->
                element(
                        operation + "Response",
                        element(operation + "Result", members(answer))
                                + element("ResponseMetadata", element("RequestId", "r")));
            case EC2 -> element(operation + "Response", element("requestId", "r") + members(answer));
            case JSON -> json(answer);
        };
    }

    String error(String code, String message) {
        String inner = element("Code", code) + element("Message", escaped(message));
        return switch (this) {
            case QUERY -> element("ErrorResponse", element("Error", inner) + element("RequestId", "r"));
            case EC2 -> element("Response", element("Errors", element("Error", inner)) + element("RequestID", "r"));
            case JSON -> "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}";
        };
    }

    private String members(SdkPojo object) {
        StringBuilder text = new StringBuilder();
        for (SdkField<?> field : object.sdkFields()) {
            Object value = field.getValueOrDefault(object);
            if (value == null) {
                continue;
            }
            String name = this == EC2 ? field.unmarshallLocationName() : field.locationName();
            if (value instanceof List<?> list) {
                String member = field.getTrait(ListTrait.class).memberLocationName();
                StringBuilder items = new StringBuilder();
                list.forEach(each -> items.append(element(member == null ? "member" : member, value(each))));
                text.append(element(name, items.toString()));
            } else {
                text.append(element(name, value(value)));
            }
        }
        return text.toString();
    }

    private String value(Object value) {
        return value instanceof SdkPojo object ? members(object) : escaped(value.toString());
    }

    private static String json(Object value) {
        if (value instanceof SdkPojo object) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            for (SdkField<?> field : object.sdkFields()) {
                Object member = field.getValueOrDefault(object);
                if (member != null) {
                    members.add("\"" + field.locationName() + "\":" + json(member));
                }
            }
            return members.toString();
        }
        if (value instanceof List<?> list) {
            StringJoiner items = new StringJoiner(",", "[", "]");
            list.forEach(each -> items.add(json(each)));
            return items.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            map.forEach((key, each) -> members.add(quoted(key.toString()) + ":" + json(each)));
            return members.toString();
        }
        if (value instanceof Instant instant) {
            return Long.toString(instant.getEpochSecond());
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : quoted(value.toString());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
