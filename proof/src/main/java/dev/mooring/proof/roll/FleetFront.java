package dev.mooring.proof.roll;

import dev.mooring.proof.balancer.LoadBalancer;
import dev.mooring.proof.balancer.NodeStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What sends clients to hosts: the load balancer, or the resolvers of clients, each of which may hold any address that it was
 * told. New connections take the hosts in turn. Used by one thread, which looks after it.
 */
final class FleetFront {
    private final LoadBalancer forwarder;
    private final List<RolledHost> hosts = new ArrayList<>();
    private List<Integer> reached = List.of();

    FleetFront(LoadBalancer forwarder) {
        this.forwarder = forwarder;
    }

    void watch(RolledHost host) {
        hosts.add(host);
    }

    void forget(RolledHost host) {
        hosts.remove(host);
    }

    /** Does what AWS has been asked meanwhile. A fleet that nobody reaches keeps who was reached last. */
    void follow() throws IOException {
        List<Integer> now = hosts.stream()
                .filter(RolledHost::isReached)
                .map(host -> host.server().port())
                .toList();
        if (!now.equals(reached) && !now.isEmpty()) {
            forwarder.register(now.stream().mapToInt(Integer::intValue).toArray());
            reached = now;
        }
    }

    int port() {
        return forwarder.port();
    }

    NodeStatus status() throws IOException {
        return forwarder.status();
    }
}
