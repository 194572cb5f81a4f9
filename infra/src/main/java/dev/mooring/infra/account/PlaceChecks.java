package dev.mooring.infra.account;

import dev.mooring.capacity.Place;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Whether the region and its zones have what a host is made of. */
record PlaceChecks(DeploymentPlan inputs, AccountClients clients) {
    private static final String AWS_KEY = "alias/aws/ebs";

    /**
     * In the zones of the deployment, by name or by id as it has them, or in the first two by name, which CloudFormation
     * would take.
     */
    Function<String, Check> type() {
        String type = inputs.plan().spec().instance().name();
        try (Ec2Client client = clients.ec2()) {
            Set<String> offered = client
                    .describeInstanceTypeOfferings(request -> request.locationType(locations())
                            .filters(Filter.builder()
                                    .name("instance-type")
                                    .values(type)
                                    .build()))
                    .instanceTypeOfferings()
                    .stream()
                    .map(InstanceTypeOffering::location)
                    .collect(Collectors.toCollection(TreeSet::new));
            List<String> wanted = zones(client);
            List<String> without = new ArrayList<>(wanted);
            without.removeAll(offered);
            if (without.isEmpty()) {
                return name -> Check.ready(name, type + " is offered in " + String.join(" and ", wanted));
            }
            String remedy = offered.size() < Place.MIN_ZONES
                    ? "take another instance-type or region"
                    : "set \"availability-zones\": \""
                            + offered.stream().limit(Place.MIN_ZONES).collect(Collectors.joining(","))
                            + "\" in cdk.json";
            return name -> Check.failure(
                    name,
                    RefusedException.of(
                            "instance-type",
                            type,
                            "is not offered in",
                            String.join(" and ", without)
                                    + (offered.isEmpty() ? "" : ", but in " + String.join(", ", offered)),
                            remedy));
        }
    }

    /** The image that the template asks for by a parameter that AWS keeps. */
    Function<String, Check> image() {
        if (inputs.deployment().host().image().isPresent()) {
            return name -> Check.ready(name, inputs.deployment().host().image().get() + ", as cdk.json says");
        }
        String parameter =
                Names.imageParameter(inputs.plan().spec().instance().hardware().architecture());
        try (SsmClient client = clients.parameters()) {
            String image = client.getParameter(request -> request.name(parameter))
                    .parameter()
                    .value();
            return name -> Check.ready(name, "today " + image + "; set \"image\" to it, and later deployments keep it");
        } catch (ParameterNotFoundException none) {
            return name -> Check.failure(
                    name,
                    RefusedException.of(
                            "image",
                            parameter,
                            "is not a parameter of",
                            clients.region(),
                            "set \"image\" in cdk.json"));
        }
    }

    /** A customer key that is the account's default encrypts every disk, and Auto Scaling may not use it by itself. */
    Function<String, Check> diskKey() {
        if (inputs.deployment().host().key().isPresent()) {
            return name -> Check.ready(name, inputs.deployment().host().key().get() + ", as cdk.json says");
        }
        try (Ec2Client client = clients.ec2()) {
            String key = client.getEbsDefaultKmsKeyId(request -> {}).kmsKeyId();
            if (key.endsWith(AWS_KEY)) {
                return name -> Check.ready(name, "disks are encrypted with AWS's own key");
            }
            return name -> Check.warning(
                    name,
                    RefusedException.of(
                            "kms-key",
                            key,
                            "is a customer key, which hosts start with only if its policy lets",
                            "AWSServiceRoleForAutoScaling use it",
                            "grant that, or set \"kms-key\": \"" + AWS_KEY + "\" in cdk.json"));
        }
    }

    /** EC2 names the places of its offers in one of two ways, and neither can be told from the other. */
    private LocationType locations() {
        return inputs.deployment().zones().stream().anyMatch(Place::isZoneId)
                ? LocationType.AVAILABILITY_ZONE_ID
                : LocationType.AVAILABILITY_ZONE;
    }

    private List<String> zones(Ec2Client client) {
        List<String> given = inputs.deployment().zones();
        return given.isEmpty()
                ? client
                        .describeAvailabilityZones(request -> request.filters(
                                Filter.builder()
                                        .name("zone-type")
                                        .values("availability-zone")
                                        .build(),
                                Filter.builder()
                                        .name("state")
                                        .values("available")
                                        .build()))
                        .availabilityZones()
                        .stream()
                        .map(AvailabilityZone::zoneName)
                        .sorted()
                        .limit(Place.MIN_ZONES)
                        .toList()
                : given;
    }
}
