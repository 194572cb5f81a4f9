package dev.mooring.infra.construct;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.InstanceType.Architecture;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.LaunchTemplate;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.UserData;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * The launch template of a host. The kernel line of the image is pinned, since settings are checked against it; its
 * newest image is taken at each deployment, which therefore may roll the hosts.
 */
final class HostTemplate {
    private static final String IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-";
    private static final int VOLUME_GIBIBYTES = 16;

    private HostTemplate() {}

    static LaunchTemplate create(Construct scope, CapacityPlan plan, Role role, SecurityGroup access, String userData) {
        LaunchTemplate template = LaunchTemplate.Builder.create(scope, "HostTemplate")
                .instanceType(new InstanceType(plan.spec().instance().name()))
                .machineImage(MachineImage.fromSsmParameter(
                        image(plan.spec().instance().architecture())))
                .role(role)
                .securityGroup(access)
                .associatePublicIpAddress(true)
                .requireImdsv2(true)
                .httpPutResponseHopLimit(1)
                .detailedMonitoring(true)
                .blockDevices(List.of(rootVolume()))
                .userData(UserData.custom(userData))
                .build();
        plan.interfaceTrackingTimeout()
                .ifPresent(timeout -> Underlying.of(template, CfnLaunchTemplate.class)
                        .addPropertyOverride(
                                "LaunchTemplateData.NetworkInterfaces.0.ConnectionTrackingSpecification",
                                Map.of("TcpEstablishedTimeout", timeout.toSeconds())));
        return template;
    }

    private static String image(Architecture architecture) {
        return IMAGE + (architecture == Architecture.ARM64 ? "arm64" : "x86_64");
    }

    private static BlockDevice rootVolume() {
        return BlockDevice.builder()
                .deviceName("/dev/xvda")
                .volume(BlockDeviceVolume.ebs(
                        VOLUME_GIBIBYTES,
                        EbsDeviceOptions.builder()
                                .encrypted(true)
                                .volumeType(EbsDeviceVolumeType.GP3)
                                .deleteOnTermination(true)
                                .build()))
                .build();
    }
}
