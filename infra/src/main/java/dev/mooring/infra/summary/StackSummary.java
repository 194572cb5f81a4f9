package dev.mooring.infra.summary;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.template.Template;
import dev.mooring.infra.template.Template.Resource;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A synthesized stack on one screen: its hosts, the limit that binds, the monthly bill, its resources by service. */
public final class StackSummary {

    private StackSummary() {}

    public static String of(DeploymentPlan inputs, Template template) {
        CapacityPlan plan = inputs.plan();
        StringBuilder text = new StringBuilder();
        line(text, "fleet", fleet(plan));
        line(text, "timeouts", timeouts(plan));
        line(
                text,
                "limit",
                String.format(
                        Locale.ROOT,
                        "%,d connections a host: %s",
                        plan.bindingLimit().connections(),
                        plan.bindingLimit().name()));
        line(
                text,
                "cost",
                String.format(
                        Locale.ROOT,
                        "$%,.0f a month, idle",
                        plan.cost().total() + inputs.messaging().monthlyCost()));
        resources(template).forEach((service, types) -> line(text, service, types));
        return text.toString();
    }

    /** What the pipeline adds to its fleet: its own resources. */
    public static String pipeline(Template template) {
        StringBuilder text = new StringBuilder();
        line(text, "pipeline", template.resources().count() + " resources more");
        resources(template).forEach((service, types) -> line(text, service, types));
        return text.toString();
    }

    private static String fleet(CapacityPlan plan) {
        return String.format(
                Locale.ROOT,
                "%d to %d %s of %,d connections each, %d targets a host, front %s",
                plan.fleet().hosts(),
                plan.fleet().maxHosts(),
                plan.spec().instance(),
                plan.maxConnections(),
                plan.host().ports().targets(),
                plan.spec().ingress().front());
    }

    private static String timeouts(CapacityPlan plan) {
        return "ping every " + DurationText.format(plan.host().timeouts().keepalive()) + ", idle timeout "
                + DurationText.format(plan.host().timeouts().idleTimeout());
    }

    private static SortedMap<String, String> resources(Template template) {
        return template.resources()
                .map(Resource::type)
                .filter(type -> !type.startsWith("AWS::CDK"))
                .map(type -> type.replaceFirst("^AWS::", "").split("::", 2))
                .collect(Collectors.groupingBy(
                        names -> names[0],
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.groupingBy(names -> names[1], TreeMap::new, Collectors.counting()),
                                counts -> counts.entrySet().stream()
                                        .map(each -> each.getValue() + " " + each.getKey())
                                        .collect(Collectors.joining(", ")))));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-24s%s%n", name, value));
    }
}
