package dev.mooring.awsstandin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameters of one request in AWS's Query protocol. */
record QueryForm(Map<String, String> parameters) {
    static QueryForm parse(String body) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return new QueryForm(parameters);
    }

    /** All parameters but those of the protocol itself. */
    Map<String, String> members() {
        Map<String, String> members = new HashMap<>(parameters);
        members.keySet().removeAll(List.of("Action", "Version"));
        return members;
    }

    String text(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The members of a list of structures, each seen as a form of its own. */
    List<QueryForm> members(String name) {
        List<QueryForm> members = new ArrayList<>();
        for (int i = 1; ; i++) {
            String prefix = name + ".member." + i;
            Map<String, String> member = new HashMap<>();
            parameters.forEach((key, value) -> {
                if (key.equals(prefix)) {
                    member.put("", value);
                } else if (key.startsWith(prefix + ".")) {
                    member.put(key.substring(prefix.length() + 1), value);
                }
            });
            if (member.isEmpty()) {
                return members;
            }
            members.add(new QueryForm(member));
        }
    }
}
