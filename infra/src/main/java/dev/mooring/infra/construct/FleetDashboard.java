package dev.mooring.infra.construct;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.constructs.Construct;

/** One page with what the alarms watch. */
public final class FleetDashboard {
    private static final int HALF = 12;

    private FleetDashboard() {}

    public static Dashboard create(
            Construct scope, FleetMetrics metrics, long cap, Optional<ConnectionBalancer> balancer) {
        List<IWidget> widgets = new ArrayList<>();
        widgets.add(GraphWidget.Builder.create()
                .title("Connections per host")
                .width(HALF)
                .left(List.of(metrics.connections("Maximum"), metrics.connections("Average")))
                .leftAnnotations(List.of(
                        HorizontalAnnotation.builder().value(cap).label("cap").build()))
                .build());
        widgets.add(graph("Hosts", metrics.hostsInService(), metrics.heartbeats()));
        widgets.add(graph("CPU and connection tracking", metrics.processor(), metrics.untracked()));
        balancer.map(BalancerMetrics::new).ifPresent(front -> {
            widgets.add(graph("Load balancer", front.activeFlows(), front.newFlows()));
            widgets.add(graph("Losses", front.resets(), front.portAllocationErrors()));
            widgets.add(graph("Unhealthy targets", front.unhealthyTargets()));
        });
        return Dashboard.Builder.create(scope, "Dashboard")
                .widgets(widgets.stream().map(List::of).toList())
                .build();
    }

    private static GraphWidget graph(String title, IMetric... metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .width(HALF)
                .left(List.of(metrics))
                .build();
    }
}
