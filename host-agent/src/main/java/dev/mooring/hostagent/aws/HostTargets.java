package dev.mooring.hostagent.aws;

import dev.mooring.capacity.unit.PortRange;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/**
 * The targets of this host in a target group of type {@code ip}: its address, once per port.
 *
 * <p>Every command is one call for all ports and may be repeated: registering a registered target and deregistering an
 * unknown one change nothing.
 */
public final class HostTargets implements Entrance {
    private final ElasticLoadBalancingV2Client client;
    private final String targetGroup;
    private final List<TargetDescription> targets;

    /**
     * Calls nothing yet.
     *
     * @param targetGroup its ARN
     */
    public HostTargets(ElasticLoadBalancingV2Client client, String targetGroup, String address, PortRange ports) {
        this.client = client;
        this.targetGroup = targetGroup;
        this.targets = ports.ports()
                .mapToObj(port ->
                        TargetDescription.builder().id(address).port(port).build())
                .toList();
    }

    @Override
    public void register() {
        client.registerTargets(request -> request.targetGroupArn(targetGroup).targets(targets));
    }

    @Override
    public void deregister() {
        client.deregisterTargets(request -> request.targetGroupArn(targetGroup).targets(targets));
    }

    @Override
    public TargetsHealth health() {
        return TargetsHealth.of(client.describeTargetHealth(
                        request -> request.targetGroupArn(targetGroup).targets(targets))
                .targetHealthDescriptions());
    }

    @Override
    public boolean remembers() {
        return true;
    }
}
