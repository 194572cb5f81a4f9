package dev.mooring.infra.construct;

import dev.mooring.capacity.Bill;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.CfnLaunchTemplate;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.IMachineImage;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.LaunchTemplate;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.MachineImageConfig;
import software.amazon.awscdk.services.ec2.OperatingSystemType;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.UserData;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.Alias;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/**
 * The launch template of a host. The kernel line of the image is pinned, since settings are checked against it; its
 * newest image is taken at each deployment, which therefore may roll the hosts, unless the deployment names one.
 */
final class HostTemplate {
    private HostTemplate() {}

    static LaunchTemplate create(
            Construct scope, DeploymentPlan inputs, Role role, SecurityGroup access, String userData) {
        CapacityPlan plan = inputs.plan();
        LaunchTemplate template = LaunchTemplate.Builder.create(scope, "HostTemplate")
                .instanceType(new InstanceType(plan.spec().instance().name()))
                .machineImage(image(inputs))
                .role(role)
                .securityGroup(access)
                .associatePublicIpAddress(true)
                .requireImdsv2(true)
                .httpPutResponseHopLimit(1)
                .detailedMonitoring(true)
                .blockDevices(
                        List.of(rootVolume(scope, inputs.deployment().host().key())))
                .userData(UserData.custom(userData))
                .build();
        plan.interfaceTrackingTimeout()
                .ifPresent(timeout -> Underlying.of(template, CfnLaunchTemplate.class)
                        .addPropertyOverride(
                                "LaunchTemplateData.NetworkInterfaces.0.ConnectionTrackingSpecification",
                                Map.of("TcpEstablishedTimeout", timeout.toSeconds())));
        return template;
    }

    /** CloudFormation accepts any image by its id, and the host's own verification refuses one that is not as planned. */
    private static IMachineImage image(DeploymentPlan inputs) {
        String newest =
                Names.imageParameter(inputs.plan().spec().instance().hardware().architecture());
        return inputs.deployment()
                .host()
                .image()
                .<IMachineImage>map(PinnedImage::new)
                .orElseGet(() -> MachineImage.fromSsmParameter(newest));
    }

    /** An image whose id is the same in the one region that it is for. */
    private record PinnedImage(String id) implements IMachineImage {
        @Override
        public MachineImageConfig getImage(Construct scope) {
            return MachineImageConfig.builder()
                    .imageId(id)
                    .osType(OperatingSystemType.LINUX)
                    .userData(UserData.forLinux())
                    .build();
        }
    }

    private static BlockDevice rootVolume(Construct scope, Optional<String> key) {
        return BlockDevice.builder()
                .deviceName("/dev/xvda")
                .volume(BlockDeviceVolume.ebs(
                        Bill.DISK_GIBIBYTES,
                        EbsDeviceOptions.builder()
                                .encrypted(true)
                                .kmsKey(key.map(name -> key(scope, name)).orElse(null))
                                .volumeType(EbsDeviceVolumeType.GP3)
                                .deleteOnTermination(true)
                                .build()))
                .build();
    }

    private static IKey key(Construct scope, String name) {
        return name.startsWith("alias/")
                ? Alias.fromAliasName(scope, "DiskKey", name)
                : Key.fromKeyArn(scope, "DiskKey", name);
    }
}
