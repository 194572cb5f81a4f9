package dev.mooring.awsstandin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Values against the members of a model. A path names a member and its place in each list, as in
 * {@code Targets.member.2.Id}; the model has a star there.
 */
final class ShapeCheck {
    private ShapeCheck() {}

    static List<String> faults(Map<String, Member> members, Map<String, String> values) {
        List<String> faults = new ArrayList<>();
        Set<String> present = new TreeSet<>(Set.of(""));
        values.forEach((path, value) -> {
            Member member = members.get(general(path));
            if (member == null) {
                faults.add(path + " is not a member");
                return;
            }
            addWithParents(path, present);
            if (!member.isGroup()) {
                member.fault(value).ifPresent(fault -> faults.add(path + "=" + value + " " + fault));
            }
        });
        members.forEach((path, member) -> {
            if (member.required()) {
                addMissing(path, present, faults);
            }
        });
        return faults;
    }

    /** A required member is missing wherever what holds it is there. */
    private static void addMissing(String path, Set<String> present, List<String> faults) {
        String parent = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
        String name = path.substring(path.lastIndexOf('.') + 1);
        for (String holder : present) {
            String wanted = holder.isEmpty() ? name : holder + "." + name;
            if (general(holder).equals(parent) && !present.contains(wanted)) {
                faults.add(wanted + " is missing");
            }
        }
    }

    private static void addWithParents(String path, Set<String> present) {
        present.add(path);
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            present.add(path.substring(0, dot));
        }
    }

    private static String general(String path) {
        return path.replaceAll("\\.\\d+(?=\\.|$)", ".*");
    }
}
