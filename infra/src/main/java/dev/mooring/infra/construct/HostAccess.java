package dev.mooring.infra.construct;

import dev.mooring.capacity.Rotation;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.services.ec2.AclCidr;
import software.amazon.awscdk.services.ec2.AclIcmp;
import software.amazon.awscdk.services.ec2.AclTraffic;
import software.amazon.awscdk.services.ec2.Action;
import software.amazon.awscdk.services.ec2.CfnInstanceConnectEndpoint;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupEgress;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.CfnSubnet;
import software.amazon.awscdk.services.ec2.CommonNetworkAclEntryOptions;
import software.amazon.awscdk.services.ec2.NetworkAcl;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.TrafficDirection;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/**
 * Who reaches a host: clients on the server's ports, and people with AWS permissions on port 22 through an EC2 Instance
 * Connect endpoint, with a key that lives for a minute. Port 22 is open to nothing else.
 *
 * @param hosts the security group of the hosts
 * @param endpoint what administrators go through
 * @param push the way of backends; empty without a push port
 */
public record HostAccess(SecurityGroup hosts, CfnInstanceConnectEndpoint endpoint, Optional<PushAccess> push) {
    /** The last of the blocks that {@link FleetZone} counts. */
    private static final String CONNECT_ADDRESSES = "10.0.252.0/28";

    /** What a router on the way answers; without it large messages to clients behind tunnels are lost (RFC 1191). */
    private static final int UNREACHABLE = 3;

    private static final int TOO_LARGE = 4;

    private static final PortRange HEALTH = new PortRange(Rotation.HEALTH_PORT, Rotation.HEALTH_PORT);

    private static final int SSH = 22;
    private static final int FIRST_EPHEMERAL_PORT = 1024;
    private static final int LAST_PORT = 65535;

    public static HostAccess create(
            Construct scope, DeploymentPlan inputs, Vpc network, String group, Optional<ConnectionBalancer> balancer) {
        PortRange ports = inputs.plan().spec().host().ports();
        OptionalInt push = inputs.messaging().pushPort();
        SecurityGroup hosts = SecurityGroup.Builder.create(scope, "HostAccess")
                .vpc(network)
                .description("Clients and administrators to the hosts")
                .allowAllOutbound(true)
                .build();
        balancer.ifPresentOrElse(
                front -> {
                    letThrough(scope, "Clients", front.group(), hosts, ports, "connections of clients");
                    letThrough(scope, "Health", front.group(), hosts, HEALTH, "health checks");
                },
                () -> openToClients(scope, network, hosts, ports, push));
        Optional<PushAccess> pushing = push.isPresent()
                ? Optional.of(PushAccess.create(scope, network, hosts, push.getAsInt()))
                : Optional.empty();
        return new HostAccess(hosts, connectEndpoint(scope, network, hosts, group), pushing);
    }

    /**
     * Lets clients in without the load balancer. A connection is not tracked when the rule that admits it is open to all
     * addresses and everything may leave; so the security group must be open, and the subnets' list keeps the rest out.
     */
    private static void openToClients(
            Construct scope, Vpc network, SecurityGroup hosts, PortRange ports, OptionalInt push) {
        // A rule of its own: for other ports a new one is made, and the old one goes after the hosts. Within the group
        // it would be exchanged at once, and untracked connections are cut with their rule.
        CfnSecurityGroupIngress.Builder.create(scope, "ClientsEnter")
                .groupId(hosts.getSecurityGroupId())
                .cidrIp("0.0.0.0/0")
                .ipProtocol("tcp")
                .fromPort(ports.first())
                .toPort(ports.last())
                .description("clients, untracked because open to all")
                .build();
        hosts.addIngressRule(
                Peer.anyIpv4(),
                Port.icmpTypeAndCode(UNREACHABLE, TOO_LARGE),
                "packets too large for the way to a client");
        NetworkAcl list = NetworkAcl.Builder.create(scope, "SubnetFilter")
                .vpc(network)
                .subnetSelection(
                        SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
                .build();
        allow(list, "Clients", 100, AclCidr.anyIpv4(), AclTraffic.tcpPortRange(ports.first(), ports.last()));
        allow(list, "Administrators", 110, AclCidr.ipv4(network.getVpcCidrBlock()), AclTraffic.tcpPort(SSH));
        allow(list, "Answers", 120, AclCidr.anyIpv4(), AclTraffic.tcpPortRange(FIRST_EPHEMERAL_PORT, LAST_PORT));
        allow(list, "TimeAndNames", 130, AclCidr.anyIpv4(), AclTraffic.udpPortRange(FIRST_EPHEMERAL_PORT, LAST_PORT));
        allow(
                list,
                "PacketsTooLarge",
                150,
                AclCidr.anyIpv4(),
                AclTraffic.icmp(
                        AclIcmp.builder().type(UNREACHABLE).code(TOO_LARGE).build()));
        push.ifPresent(
                port -> allow(list, "Pushes", 140, AclCidr.ipv4(network.getVpcCidrBlock()), AclTraffic.tcpPort(port)));
        list.addEntry("Out", entry(200, TrafficDirection.EGRESS, AclCidr.anyIpv4(), AclTraffic.allTraffic()));
    }

    /**
     * The endpoint has a subnet of its own, in a zone that AWS chooses: a network has one endpoint, which another subnet
     * would replace, and CloudFormation makes the new one first.
     */
    private static CfnInstanceConnectEndpoint connectEndpoint(
            Construct scope, Vpc network, SecurityGroup hosts, String group) {
        SecurityGroup endpoint = SecurityGroup.Builder.create(scope, "ConnectAccess")
                .vpc(network)
                .description("EC2 Instance Connect endpoint to the hosts")
                .allowAllOutbound(false)
                .build();
        letThrough(scope, "Administrators", endpoint, hosts, new PortRange(SSH, SSH), "SSH of administrators");
        CfnSubnet subnet = CfnSubnet.Builder.create(scope, "ConnectSubnet")
                .vpcId(network.getVpcId())
                .cidrBlock(CONNECT_ADDRESSES)
                .build();
        return CfnInstanceConnectEndpoint.Builder.create(scope, "ConnectEndpoint")
                .subnetId(subnet.getRef())
                .securityGroupIds(List.of(endpoint.getSecurityGroupId()))
                .preserveClientIp(false)
                .tags(List.of(CfnTag.builder().key(Names.FLEET_TAG).value(group).build()))
                .build();
    }

    /**
     * Lets one group reach another. The CDK would name these rules after the way to the stack, which a pipeline changes; a
     * rule of another name is made before the old one goes, and EC2 refuses the same rule twice.
     */
    static void letThrough(
            Construct scope, String id, SecurityGroup from, SecurityGroup to, PortRange ports, String description) {
        CfnSecurityGroupEgress.Builder.create(scope, id + "Leave")
                .groupId(from.getSecurityGroupId())
                .destinationSecurityGroupId(to.getSecurityGroupId())
                .ipProtocol("tcp")
                .fromPort(ports.first())
                .toPort(ports.last())
                .description(description)
                .build();
        CfnSecurityGroupIngress.Builder.create(scope, id + "Enter")
                .groupId(to.getSecurityGroupId())
                .sourceSecurityGroupId(from.getSecurityGroupId())
                .ipProtocol("tcp")
                .fromPort(ports.first())
                .toPort(ports.last())
                .description(description)
                .build();
    }

    private static void allow(NetworkAcl list, String id, int rule, AclCidr from, AclTraffic traffic) {
        list.addEntry(id, entry(rule, TrafficDirection.INGRESS, from, traffic));
    }

    private static CommonNetworkAclEntryOptions entry(
            int rule, TrafficDirection direction, AclCidr address, AclTraffic traffic) {
        return CommonNetworkAclEntryOptions.builder()
                .ruleNumber(rule)
                .direction(direction)
                .cidr(address)
                .traffic(traffic)
                .ruleAction(Action.ALLOW)
                .build();
    }
}
