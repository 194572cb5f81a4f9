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
 * <p>A host is taken to be in no name when the agent starts: one that was shut down has been taken out of it, and to add a record
 * that is there changes nothing.
 */
public final class HostName implements Entrance {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");
    /** The answer to the removal of a record that is not there, or has another value. */
    private static final String NO_SUCH_RECORD = "InvalidChangeBatch";

    private final Route53Client client;
    private final String zone;
    private final ResourceRecordSet own;
    private boolean published;
    private boolean remembers;

    /**
     * Calls nothing yet.
     *
     * @param zone its id in Route 53
     * @param name what clients connect to
     * @param group of this host; another group may use the same name, and must not take this record for one of its own
     * @param instance the id of this instance, which tells its record from those of others
     * @param address the public address of this host
     */
    public HostName(Route53Client client, String zone, String name, String group, String instance, String address) {
        this.client = client;
        this.zone = zone;
        this.own = ResourceRecordSet.builder()
                .name(name)
                .type(RRType.A)
                .ttl(RollPace.RECORD_TTL.toSeconds())
                .multiValueAnswer(true)
                .setIdentifier(group + "/" + instance)
                .resourceRecords(ResourceRecord.builder().value(address).build())
                .build();
    }

    @Override
    public void register() {
        change(ChangeAction.UPSERT);
        published = true;
        remembers = true;
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
        published = false;
        remembers = true;
    }

    @Override
    public TargetsHealth health() {
        return published ? TargetsHealth.of(List.of()) : TargetsHealth.notRegistered();
    }

    /** Not until its first own command: nobody is asked which records there are. */
    @Override
    public boolean remembers() {
        return remembers;
    }

    private void change(ChangeAction action) {
        client.changeResourceRecordSets(request -> request.hostedZoneId(zone)
                .changeBatch(batch -> batch.changes(
                        Change.builder().action(action).resourceRecordSet(own).build())));
    }
}
