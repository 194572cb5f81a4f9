package dev.mooring.server.access;

import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.HandshakeAnswer.Refuse;
import dev.mooring.server.identity.Identity;
import dev.mooring.server.topic.TopicKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Refuses clients that connect too often, by address and by user. Thread-safe; a check costs one microsecond. */
final class RateLimits {
    /**
     * The part of an IPv6 address that counts: a host may have any address of its /64 network, and a household any such network of
     * the /56 that providers assign to it, RIPE-690 section 4.2. A /48 counts as 256 households.
     */
    private static final int NETWORK_BYTES = 7;

    private final Optional<RateTable> addresses;
    private final Optional<RateTable> users;
    private final LongAdder addressRefusals = new LongAdder();
    private final LongAdder userRefusals = new LongAdder();

    RateLimits(Optional<Rate> perAddress, Optional<Rate> perUser, LongSupplier nanoTime) {
        addresses = perAddress.map(rate -> new RateTable(rate, nanoTime));
        users = perUser.map(rate -> new RateTable(rate, nanoTime));
    }

    /** The refusal of a client whose address has used up its connects. */
    Optional<Refuse> refusal(Handshake handshake) {
        return addresses.flatMap(table -> handshake
                .clientAddress()
                .map(InetSocketAddress::getAddress)
                .flatMap(address -> table.tooMany(network(address)))
                .map(wait -> refuse(addressRefusals, wait)));
    }

    /** The refusal of a user that has used up its connects; clients without a user are not limited. */
    Optional<Refuse> refusal(Identity identity) {
        return users.flatMap(table ->
                identity.user().map(TopicKey::name).flatMap(table::tooMany).map(wait -> refuse(userRefusals, wait)));
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (addresses.isPresent()) {
            figures.add(new Figure(
                    "mooring.rate.refused.address",
                    "Clients refused for the connects of their address",
                    true,
                    addressRefusals::sum));
        }
        if (users.isPresent()) {
            figures.add(new Figure(
                    "mooring.rate.refused.user",
                    "Clients refused for the connects of their user",
                    true,
                    userRefusals::sum));
        }
        return figures;
    }

    private static byte[] network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
    }

    private static Refuse refuse(LongAdder count, Duration wait) {
        count.increment();
        long seconds = wait.plusSeconds(1).minusNanos(1).toSeconds();
        return HandshakeAnswer.refuse(429, "too many connects; try again later\n")
                .header("Retry-After", Long.toString(seconds));
    }
}
