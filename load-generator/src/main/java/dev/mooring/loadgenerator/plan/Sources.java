package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The local addresses connections start from, written {@code 127.0.0.2-127.0.0.41} or {@code 10.0.0.5,10.0.0.6}.
 *
 * <p>Each adds one address pair with every target port, and with it one range of local ports. Empty means that the
 * kernel chooses the one address.
 */
public record Sources(List<InetAddress> addresses) {
    private static final int MAX_ADDRESSES = 65_536;

    public Sources {
        addresses = addresses.stream().distinct().toList();
    }

    public static Sources none() {
        return new Sources(List.of());
    }

    /**
     * Reads a list of addresses and ranges.
     *
     * @throws RefusedException when a part is neither
     */
    public static Sources parse(String text) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            if (ends.length > 2) {
                throw notSources(part);
            }
            addRange(part, literal(part, ends[0]), literal(part, ends[ends.length - 1]), addresses);
        }
        return new Sources(addresses);
    }

    /**
     * Refuses addresses from which a target cannot be reached.
     *
     * @throws RefusedException when one is IPv4 and the other IPv6
     */
    public void requireFamilyOf(InetAddress target) {
        for (InetAddress address : addresses) {
            if (address instanceof Inet4Address != target instanceof Inet4Address) {
                throw RefusedException.of(
                        "sources",
                        address.getHostAddress(),
                        "is not",
                        family(target) + " as the address of the url, " + target.getHostAddress(),
                        "give " + family(target) + " addresses of this host");
            }
        }
    }

    /** Address pairs are counted per source; with no source given there is one. */
    public int count() {
        return Math.max(1, addresses.size());
    }

    private static String family(InetAddress address) {
        return address instanceof Inet4Address ? "IPv4" : "IPv6";
    }

    private static void addRange(String part, InetAddress first, InetAddress last, List<InetAddress> addresses) {
        if (first.equals(last)) {
            addresses.add(first);
            return;
        }
        if (!(first instanceof Inet4Address) || !(last instanceof Inet4Address)) {
            throw notSources(part);
        }
        int low = ByteBuffer.wrap(first.getAddress()).getInt();
        int high = ByteBuffer.wrap(last.getAddress()).getInt();
        long count = Integer.toUnsignedLong(high) - Integer.toUnsignedLong(low) + 1;
        if (count < 1 || count > MAX_ADDRESSES) {
            throw RefusedException.of(
                    "sources",
                    part,
                    "holds",
                    count + " addresses",
                    "write a range of 1 to " + MAX_ADDRESSES + ", lower first");
        }
        for (int i = 0; i < count; i++) {
            addresses.add(address(part, ByteBuffer.allocate(4).putInt(low + i).array()));
        }
    }

    private static InetAddress literal(String part, String text) {
        if (!text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")) {
            throw notSources(part);
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw notSources(part);
        }
    }

    private static InetAddress address(String part, byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw notSources(part);
        }
    }

    private static RefusedException notSources(String part) {
        return RefusedException.of(
                "sources",
                part,
                "is not",
                "an address or a range of IPv4 addresses",
                "write it as in 127.0.0.2-127.0.0.41 or 10.0.0.5,10.0.0.6");
    }
}
