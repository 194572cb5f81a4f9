package dev.mooring.loadgenerator.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which target port and source address a connection uses: in turn, so that every pair gets the same number.
 *
 * @param targets one a target port
 * @param sources local addresses; empty when the kernel chooses
 */
public record AddressPairs(List<InetSocketAddress> targets, List<InetAddress> sources) {
    public AddressPairs {
        targets = List.copyOf(targets);
        sources = List.copyOf(sources);
    }

    public InetSocketAddress target(long number) {
        return targets.get((int) (number % targets.size()));
    }

    public Optional<InetAddress> source(long number) {
        return sources.isEmpty()
                ? Optional.empty()
                : Optional.of(sources.get((int) (number / targets.size() % sources.size())));
    }
}
