package dev.mooring.infra.update;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.infra.change.Replacements;
import dev.mooring.infra.template.Dependencies;
import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A stack as CloudFormation updates it, with the hosts of its Auto Scaling group. Pure; milliseconds for an update.
 *
 * <ul>
 *   <li>A resource is made or updated after all that it refers to or depends on; among those that are ready the order is open,
 *       and drawn here. Source: AWS CloudFormation user guide, "DependsOn attribute".
 *   <li>One that cannot be changed in place is made anew first, then others refer to the new one, and the old one goes at the
 *       end. Source: "Update behaviors of stack resources".
 *   <li>What is removed or was replaced is deleted when all else has been done, dependents first. Source: "Understand stack
 *       update status codes", {@code UPDATE_COMPLETE_CLEANUP_IN_PROGRESS}.
 *   <li>An update that fails is taken back where it had come to, and what it replaced is in use again. Source: "Stack failure
 *       options".
 *   <li>A group with an instance refresh replaces its hosts when its launch template has another version; with 100 % healthy at
 *       least it launches first. Sources: "UpdatePolicy attribute"; Amazon EC2 Auto Scaling user guide, "Set a minimum and
 *       maximum healthy percentage".
 * </ul>
 */
final class RunningStack {
    private static final String GROUP = "AWS::AutoScaling::AutoScalingGroup";
    private static final String LAUNCH_TEMPLATE = "AWS::EC2::LaunchTemplate";
    private static final int ALL_HEALTHY = 100;

    private final Replacements replacements = Replacements.read();
    private final Random order;
    private final int size;
    /** By deployed id, each with its references bound. */
    private final Map<String, JsonNode> deployed = new LinkedHashMap<>();
    /** The deployed id of each logical id. */
    private final Map<String, String> current = new TreeMap<>();

    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, String> superseded = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final List<RunningHost> hosts = new ArrayList<>();
    private List<Moment> moments = new ArrayList<>();
    private @Nullable Template launches;
    private boolean takesBack;
    private int limit;
    private int named;

    /**
     * Nothing is deployed yet.
     *
     * @param order draws the order among steps that do not depend on each other
     * @param size hosts of the group
     */
    RunningStack(Random order, int size) {
        this.order = order;
        this.size = size;
    }

    /** Deploys a template to its end. */
    List<Moment> update(Template next) {
        return update(next, Integer.MAX_VALUE);
    }

    /** Deploys a template, and fails after so many moments; {@link #takeBack} is to follow. */
    List<Moment> update(Template next, int failingAfter) {
        takesBack = false;
        touched.clear();
        return run(next, failingAfter);
    }

    /** Takes an update back that failed. */
    List<Moment> takeBack(Template former) {
        takesBack = true;
        return run(former, Integer.MAX_VALUE);
    }

    private List<Moment> run(Template next, int failingAfter) {
        moments = new ArrayList<>();
        limit = failingAfter;
        Map<String, JsonNode> wanted = resources(next);
        for (String id : ordered(wanted)) {
            if (!isOver()) {
                deploy(id, Objects.requireNonNull(wanted.get(id)));
            }
        }
        if (!isOver()) {
            cleanUp(wanted.keySet());
        }
        return List.copyOf(moments);
    }

    private boolean isOver() {
        return moments.size() >= limit;
    }

    private void deploy(String id, JsonNode resource) {
        JsonNode wanted = References.boundResource(resource, current, versions);
        String own = current.get(id);
        if (own == null) {
            place(id, id, wanted);
            record("create " + id);
            if (isGroup(wanted)) {
                launches = view();
                replaceHosts(wanted);
            }
            return;
        }
        Set<String> changed = changed(Objects.requireNonNull(deployed.get(own)), wanted);
        if (changed.isEmpty() || (takesBack && !touched.contains(id))) {
            return;
        }
        String type = wanted.path("Type").asText();
        if (changed.stream().anyMatch(property -> replacements.replaces(type, property))) {
            superseded.put(own, id);
            place(id, takesBack ? former(id, wanted) : id + "R" + ++named, wanted);
            record("replace " + id);
        } else {
            place(id, own, wanted);
            if (type.equals(LAUNCH_TEMPLATE)) {
                versions.merge(own, 2, (old, _) -> old + 1);
            }
            record("update " + id);
        }
        if (isGroup(wanted)) {
            launches = view();
            replaceHosts(wanted);
        }
    }

    /** What an update had replaced, which is still there. */
    private String former(String id, JsonNode wanted) {
        String found = superseded.entrySet().stream()
                .filter(each -> each.getValue().equals(id) && wanted.equals(deployed.get(each.getKey())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing of " + id + " is left to take back"));
        superseded.remove(found);
        return found;
    }

    private void place(String id, String name, JsonNode resource) {
        deployed.put(name, resource);
        current.put(id, name);
        touched.add(id);
    }

    private void replaceHosts(JsonNode group) {
        String version = group.at("/Properties/LaunchTemplate").toString();
        JsonNode refresh = group.at("/UpdatePolicy/AutoScalingInstanceRefresh");
        List<RunningHost> old =
                hosts.stream().filter(host -> !host.version().equals(version)).toList();
        if (hosts.isEmpty()) {
            for (int host = 0; host < size; host++) {
                launch(version);
            }
        } else if (refresh.isObject()) {
            boolean launchesFirst =
                    refresh.at("/Preferences/MinHealthyPercentage").asInt() >= ALL_HEALTHY;
            for (RunningHost host : old) {
                if (launchesFirst) {
                    launch(version);
                    leave(host);
                } else {
                    leave(host);
                    launch(version);
                }
            }
        }
    }

    private void launch(String version) {
        if (isOver()) {
            return;
        }
        RunningHost host =
                new RunningHost("i-" + ++named, Objects.requireNonNull(launches), version, RunningHost.Phase.LAUNCHING);
        hosts.add(host);
        record("launch " + host.id());
        hosts.set(hosts.indexOf(host), host.in(RunningHost.Phase.SERVING));
        record("join " + host.id());
    }

    private void leave(RunningHost host) {
        if (isOver()) {
            return;
        }
        hosts.set(hosts.indexOf(host), host.in(RunningHost.Phase.LEAVING));
        record("leave " + host.id());
        hosts.removeIf(each -> each.id().equals(host.id()));
        record("end " + host.id());
    }

    private void cleanUp(Set<String> wanted) {
        current.entrySet().removeIf(each -> {
            boolean goes = !wanted.contains(each.getKey());
            if (goes) {
                superseded.put(each.getValue(), each.getKey());
            }
            return goes;
        });
        while (!superseded.isEmpty()) {
            List<String> free = superseded.keySet().stream()
                    .filter(name -> superseded.keySet().stream()
                            .noneMatch(other -> !other.equals(name)
                                    && Dependencies.of(Objects.requireNonNull(deployed.get(other)))
                                            .contains(name)))
                    .toList();
            String gone = free.get(order.nextInt(free.size()));
            if (isGroup(Objects.requireNonNull(deployed.get(gone)))) {
                List.copyOf(hosts).forEach(this::leave);
                launches = null;
            }
            deployed.remove(gone);
            superseded.remove(gone);
            record("delete " + gone);
        }
    }

    /** The properties that differ, by what they refer to as well as by their text. */
    private static Set<String> changed(JsonNode old, JsonNode wanted) {
        Set<String> changed = new TreeSet<>();
        old.path("Properties").fieldNames().forEachRemaining(changed::add);
        wanted.path("Properties").fieldNames().forEachRemaining(changed::add);
        changed.removeIf(name -> old.path("Properties")
                .path(name)
                .equals(wanted.path("Properties").path(name)));
        return changed;
    }

    private List<String> ordered(Map<String, JsonNode> wanted) {
        Map<String, Set<String>> needs = new TreeMap<>();
        wanted.forEach((id, resource) -> {
            Set<String> needed = Dependencies.of(resource);
            needed.retainAll(wanted.keySet());
            needs.put(id, needed);
        });
        List<String> ordered = new ArrayList<>();
        while (!needs.isEmpty()) {
            List<String> ready = needs.entrySet().stream()
                    .filter(each -> ordered.containsAll(each.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalArgumentException("circular dependency between " + needs.keySet());
            }
            String next = ready.get(order.nextInt(ready.size()));
            ordered.add(next);
            needs.remove(next);
        }
        return ordered;
    }

    private void record(String step) {
        moments.add(new Moment(step, template(deployed), launches, hosts));
    }

    /** What a resource that is made now may refer to. */
    private Template view() {
        Map<String, JsonNode> seen = new LinkedHashMap<>();
        current.values().forEach(name -> seen.put(name, Objects.requireNonNull(deployed.get(name))));
        return template(seen);
    }

    private static Template template(Map<String, JsonNode> resources) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("Resources").setAll(resources);
        return new Template(root);
    }

    private static Map<String, JsonNode> resources(Template template) {
        Map<String, JsonNode> resources = new TreeMap<>();
        template.root().path("Resources").properties().stream()
                .filter(each -> !each.getValue().path("Type").asText().startsWith("AWS::CDK"))
                .forEach(each -> resources.put(each.getKey(), each.getValue()));
        return resources;
    }

    private static boolean isGroup(JsonNode resource) {
        return resource.path("Type").asText().equals(GROUP);
    }
}
