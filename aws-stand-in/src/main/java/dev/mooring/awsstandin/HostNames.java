package dev.mooring.awsstandin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One hosted zone of Route 53 with multivalue records, and the resolvers of clients, which keep an answer for as long as they
 * may. Thread-safe.
 *
 * <p>Sources: Route 53 API reference, ChangeResourceRecordSets; developer guide, "Multivalue answer routing" and "Checking the
 * status of your changes" (a change has reached all servers within 60 seconds).
 */
public final class HostNames {
    public static final String ZONE = "Z0123456789ABCDEFGHIJ";

    private static final Duration SPREAD = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final List<Published> records = new ArrayList<>();

    private record Published(HostRecord host, @Nullable Instant removed) {}

    HostNames(InstantSource clock) {
        this.clock = clock;
    }

    /** The records that the zone has, in the order of their publication. */
    public synchronized List<HostRecord> records() {
        return records.stream()
                .filter(each -> each.removed() == null)
                .map(Published::host)
                .toList();
    }

    /** Whether some client may still be told this address: also for the spread of the change and the record's TTL. */
    public synchronized boolean mayBeTold(String address) {
        return records.stream()
                .filter(each -> each.host().address().equals(address))
                .anyMatch(each -> {
                    Instant removed = each.removed();
                    return removed == null
                            || clock.instant()
                                    .isBefore(removed.plus(SPREAD)
                                            .plus(each.host().ttl()));
                });
    }

    synchronized void upsert(HostRecord host) {
        present(host).ifPresent(records::remove);
        records.add(new Published(host, null));
    }

    /** A record is removed by its whole content. */
    synchronized void delete(HostRecord host) {
        Published present = present(host)
                .orElseThrow(() -> invalid("Tried to delete resource record set [name='" + host.name()
                        + "', type='A', set-identifier='" + host.identifier() + "'] but it was not found"));
        if (!present.host().equals(host)) {
            throw invalid("Tried to delete resource record set [name='" + host.name()
                    + "', type='A', set-identifier='" + host.identifier()
                    + "'] but the values provided do not match the current values");
        }
        records.remove(present);
        records.add(new Published(host, clock.instant()));
    }

    private Optional<Published> present(HostRecord host) {
        return records.stream()
                .filter(each -> each.removed() == null)
                .filter(each -> each.host().name().equals(host.name())
                        && each.host().identifier().equals(host.identifier()))
                .findFirst();
    }

    private static AwsRefusal invalid(String message) {
        return new AwsRefusal("InvalidChangeBatch", "[" + message + "]");
    }
}
