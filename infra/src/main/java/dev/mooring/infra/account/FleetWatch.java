package dev.mooring.infra.account;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * What the hosts of a group do, in a line for each change: CloudFormation itself says only that it waits. A host that
 * fails says on its console why, which EC2 keeps for a while; that is shown too.
 *
 * <p>Two calls a look, and one for each host that has not joined. Needs autoscaling:DescribeAutoScalingGroups and
 * DescribeScalingActivities, and ec2:GetConsoleOutput. For one thread.
 */
public final class FleetWatch {
    private static final String ON_CONSOLE = "mooring: ";
    private static final String IN_SERVICE = "InService";

    private final AccountClients clients;
    private final String group;
    private final Consumer<String> lines;
    private final Map<String, String> states = new HashMap<>();
    private final Set<String> shown = new HashSet<>();
    private boolean begun;

    public FleetWatch(AccountClients clients, String group, Consumer<String> lines) {
        this.clients = clients;
        this.group = group;
        this.lines = lines;
    }

    /** One look; a call that fails leaves its part for the next look. */
    public void look() {
        try (AutoScalingClient scaling = clients.autoScaling();
                Ec2Client ec2 = clients.ec2()) {
            List<Instance> instances = scaling
                    .describeAutoScalingGroups(request -> request.autoScalingGroupNames(group))
                    .autoScalingGroups()
                    .stream()
                    .map(AutoScalingGroup::instances)
                    .flatMap(List::stream)
                    .toList();
            activities(scaling);
            Set<String> present = instances.stream().map(Instance::instanceId).collect(Collectors.toSet());
            Set.copyOf(states.keySet()).stream()
                    .filter(id -> !present.contains(id))
                    .sorted()
                    .forEach(id -> gone(ec2, id));
            instances.forEach(instance -> state(ec2, instance));
            begun = true;
        } catch (SdkException unanswered) {
            // The deployment itself says what is wrong; this only looks on.
        }
    }

    private void state(Ec2Client ec2, Instance instance) {
        String id = instance.instanceId();
        String state = instance.lifecycleStateAsString();
        String former = states.put(id, state);
        // Hosts that are there already are no news.
        boolean news = begun || !state.equals(IN_SERVICE);
        if (!state.equals(former) && news) {
            lines.accept(id + " in " + instance.availabilityZone() + " " + meaning(state));
        }
        if (state.startsWith("Pending")) {
            console(ec2, id);
        }
    }

    private void gone(Ec2Client ec2, String id) {
        if (!String.valueOf(states.remove(id)).startsWith("Pending")) {
            lines.accept(id + " has gone");
            return;
        }
        lines.accept(id + " did not join, and is replaced; what it said is on its console for an hour:");
        lines.accept("  aws ec2 get-console-output --region " + clients.region() + " --instance-id " + id
                + " --output text | grep mooring");
        console(ec2, id);
    }

    /** What EC2 could not do, as for want of capacity in a zone. */
    private void activities(AutoScalingClient scaling) {
        for (Activity activity : scaling.describeScalingActivities(
                        request -> request.autoScalingGroupName(group).maxRecords(10))
                .activities()) {
            String message = activity.statusMessage();
            boolean failed = activity.statusCodeAsString().equals("Failed") && message != null;
            if (shown.add(activity.activityId()) && begun && failed) {
                lines.accept("EC2: " + message);
            }
        }
    }

    private void console(Ec2Client ec2, String id) {
        String output = ec2.getConsoleOutput(request -> request.instanceId(id)).output();
        if (output == null) {
            return;
        }
        new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(ON_CONSOLE))
                .map(line -> line.substring(line.indexOf(ON_CONSOLE) + ON_CONSOLE.length()))
                .filter(line -> shown.add(id + line))
                .forEach(line -> lines.accept(id + " says: " + line.strip()));
    }

    private static String meaning(String state) {
        return switch (state) {
            case "Pending" -> "is starting";
            case "Pending:Wait" -> "boots and verifies itself";
            case "Pending:Proceed" -> "is verified";
            case IN_SERVICE -> "serves";
            case "Terminating" -> "is told to go";
            case "Terminating:Wait" -> "drains";
            case "Terminating:Proceed" -> "has drained";
            default -> "is " + state;
        };
    }
}
