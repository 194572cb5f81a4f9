package dev.mooring.hostagent.aws;

import dev.mooring.capacity.RollPace;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/**
 * The public address of this host in the name that clients connect to, where no load balancer stands before the hosts: a
 * multivalue record of its own. Used by one thread.
 *
 * <p>A host that is in service when the agent starts is taken to be published: it came into service after that.
 */
public final class HostName implements Entrance {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");
    /** The answer to the removal of a record that is not there, or has another value. */
    private static final String NO_SUCH_RECORD = "InvalidChangeBatch";

    private final Route53Client client;
    private final String zone;
    private final ResourceRecordSet own;
    private boolean withdrawn;

    /**
     * Calls nothing yet.
     *
     * @param zone its id in Route 53
     * @param name what clients connect to
     * @param instance the id of this instance, which tells its record from those of others
     * @param address the public address of this host
     */
    public HostName(Route53Client client, String zone, String name, String instance, String address) {
        this.client = client;
        this.zone = zone;
        this.own = ResourceRecordSet.builder()
                .name(name)
                .type(RRType.A)
                .ttl(RollPace.RECORD_TTL.toSeconds())
                .multiValueAnswer(true)
                .setIdentifier(instance)
                .resourceRecords(ResourceRecord.builder().value(address).build())
                .build();
    }

    @Override
    public void register() {
        change(ChangeAction.UPSERT);
        withdrawn = false;
    }

    @Override
    public void deregister() {
        try {
            change(ChangeAction.DELETE);
        } catch (Route53Exception refused) {
            if (!refused.awsErrorDetails().errorCode().equals(NO_SUCH_RECORD)) {
                throw refused;
            }
            LOG.info("the name has no record of this host any more");
        }
        withdrawn = true;
    }

    @Override
    public TargetsHealth health() {
        return withdrawn ? TargetsHealth.notRegistered() : TargetsHealth.of(List.of());
    }

    private void change(ChangeAction action) {
        client.changeResourceRecordSets(request -> request.hostedZoneId(zone)
                .changeBatch(batch -> batch.changes(
                        Change.builder().action(action).resourceRecordSet(own).build())));
    }
}
