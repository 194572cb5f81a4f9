package dev.mooring.infra.construct;

import dev.mooring.capacity.Place;
import dev.mooring.infra.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.CfnSubnet;
import software.amazon.awscdk.services.ec2.ISubnet;

/**
 * An availability zone of a fleet, and the subnet in it. Names and addresses of the subnet follow from the zone, not from
 * its position: CloudFormation makes a new subnet before it removes the old one, and two cannot have the same addresses.
 * So zones may be named, renamed, added and left out while the fleet runs.
 *
 * @param zone what the subnet's property says: a name, an id, or a token for a zone that CloudFormation finds
 * @param suffix of the logical ids, empty for those of the CDK
 * @param block which of the 64 blocks of 1,024 addresses of the network it takes: 0 and 1 by position, 2 to 27 by the
 *     letter of a name, 28 to 36 by the number of an id; the last one is not a zone's
 */
record FleetZone(String zone, String suffix, int block) {
    private static final int UNNAMED = 2;
    private static final int FIRST_NAME = UNNAMED;
    private static final int BEFORE_FIRST_ID = FIRST_NAME + 'z' - 'a';
    private static final int BLOCK_STEP = 4;
    private static final List<String> OF_SUBNET =
            List.of("Subnet", "RouteTable", "RouteTableAssociation", "DefaultRoute");

    /** The zones of a deployment, or the first two of the region, which CloudFormation finds when it deploys. */
    static List<FleetZone> of(Deployment deployment) {
        return deployment.zones().isEmpty()
                ? IntStream.range(0, UNNAMED)
                        .mapToObj(index -> new FleetZone(Fn.select(index, Fn.getAzs()), "", index))
                        .toList()
                : deployment.zones().stream().map(FleetZone::named).toList();
    }

    /** Gives the subnet, which the CDK has numbered, the zone's names and addresses. */
    void applyTo(ISubnet subnet) {
        CfnSubnet resource = (CfnSubnet) subnet.getNode().findChild("Subnet");
        resource.setCidrBlock("10.0." + block * BLOCK_STEP + ".0/22");
        if (Place.isZoneId(zone)) {
            resource.addPropertyDeletionOverride("AvailabilityZone");
            resource.setAvailabilityZoneId(zone);
        } else if (!suffix.isEmpty()) {
            Lint.accept(resource, Lint.NAMED_ZONE);
        }
        if (!suffix.isEmpty()) {
            OF_SUBNET.forEach(id -> rename((CfnResource) subnet.getNode().findChild(id), id));
        }
    }

    private void rename(CfnResource resource, String id) {
        resource.overrideLogicalId("Network" + id + suffix);
    }

    private static FleetZone named(String zone) {
        char last = zone.charAt(zone.length() - 1);
        int block = Place.isZoneId(zone) ? BEFORE_FIRST_ID + last - '0' : FIRST_NAME + last - 'a';
        return new FleetZone(zone, zone.toUpperCase(Locale.ROOT).replace("-", ""), block);
    }
}
