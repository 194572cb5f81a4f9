package dev.mooring.infra.construct;

import dev.mooring.infra.Deployment;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * The network of a fleet: a public subnet in each availability zone. Hosts reach AWS with their own public addresses and
 * S3 through its gateway, so there is no NAT, which would track every connection once more and bill every byte.
 */
public final class FleetNetwork {
    /** 1,019 usable addresses each. */
    private static final int SUBNET_BITS = 22;

    private FleetNetwork() {}

    public static Vpc create(Construct scope, Deployment deployment) {
        List<FleetZone> zones = FleetZone.of(deployment);
        Vpc network = Vpc.Builder.create(scope, "Network")
                .availabilityZones(zones.stream().map(FleetZone::zone).toList())
                .natGateways(0)
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(SubnetConfiguration.builder()
                        .name("public")
                        .subnetType(SubnetType.PUBLIC)
                        .cidrMask(SUBNET_BITS)
                        .build()))
                .gatewayEndpoints(Map.of(
                        "Storage",
                        GatewayVpcEndpointOptions.builder()
                                .service(GatewayVpcEndpointAwsService.S3)
                                .build()))
                .flowLogs(Map.of("Rejected", flowLog(scope)))
                .build();
        for (int index = 0; index < zones.size(); index++) {
            zones.get(index).applyTo(network.getPublicSubnets().get(index));
        }
        return network;
    }

    /** What the CDK is to take for the zones of the region: without this it would ask AWS while it synthesizes. */
    public static List<String> zones(Deployment deployment) {
        return FleetZone.of(deployment).stream().map(FleetZone::zone).toList();
    }

    /** Rejected packets only: a record for each of 600,000 accepted connections would cost more than the host. */
    private static FlowLogOptions flowLog(Construct scope) {
        LogGroup group = LogGroup.Builder.create(scope, "RejectedPackets")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        return FlowLogOptions.builder()
                .trafficType(FlowLogTrafficType.REJECT)
                .destination(FlowLogDestination.toCloudWatchLogs(group))
                .build();
    }
}
