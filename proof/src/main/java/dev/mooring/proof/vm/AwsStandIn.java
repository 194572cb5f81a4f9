package dev.mooring.proof.vm;

import dev.mooring.awsstandin.AutoScalingGroup;
import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.Gate;
import dev.mooring.awsstandin.TargetGroup;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * AWS as the machine sees it, on loopback: S3 with the bundles, and the services that the host agent asks, with the rules
 * of a network load balancer. The instance waits in its launch hook until the agent completes it.
 */
final class AwsStandIn implements AutoCloseable {
    /** Above every step's time on an emulated processor. */
    private static final Duration HOOK_TIMEOUT = Duration.ofHours(4);

    private final ObjectStore objects;
    private final FakeAws aws;
    private final int targets;

    private AwsStandIn(ObjectStore objects, FakeAws aws, int targets) {
        this.objects = objects;
        this.aws = aws;
        this.targets = targets;
    }

    static AwsStandIn start(SynthesizedHost host, int ports, Optional<GuestCertificate> certificate)
            throws IOException {
        AutoScalingGroup.Names names = new AutoScalingGroup.Names(
                host.property("auto-scaling-group"), host.property("launch-hook"), host.property("terminate-hook"));
        FakeAws aws = FakeAws.start(InstantSource.system(), new Gate(), names, HOOK_TIMEOUT, HOOK_TIMEOUT);
        aws.loadBalancer().add(TargetGroup.ofAddresses(SynthesizedHost.TARGET_GROUP, Duration.ofMinutes(20)));
        if (certificate.isPresent()) {
            aws.secrets().put(certificate.get().secret(), certificate.get().text());
        }
        aws.group().beginLaunchHook();
        return new AwsStandIn(ObjectStore.start(host), aws, ports);
    }

    int objectPort() {
        return objects.port();
    }

    int servicePort() {
        return aws.uri().getPort();
    }

    /** Whether every port of the host is a healthy target and the agent completed the launch. */
    boolean hasJoined() {
        return aws.group().state().equals("InService")
                && aws.loadBalancer().health(SynthesizedHost.TARGET_GROUP).stream()
                                .filter(target -> target.state().equals("healthy"))
                                .count()
                        == targets;
    }

    /** The calls that the agent made, in order. */
    List<String> calls() {
        return aws.calls();
    }

    @Override
    public void close() {
        aws.close();
        objects.close();
    }
}
