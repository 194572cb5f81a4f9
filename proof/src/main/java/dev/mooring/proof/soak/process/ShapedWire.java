package dev.mooring.proof.soak.process;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Two network namespaces and a wire between them, which carries so many bits a second from the server to the clients: a
 * token bucket on the server's end.
 */
public final class ShapedWire implements AutoCloseable {
    private static final String SERVER_ADDRESS = "10.77.0.1";
    private static final String CLIENT_ADDRESS = "10.77.0.2";

    private final Site site;
    private final Process serverHolder;
    private final Process clientHolder;

    private ShapedWire(Site site, Process serverHolder, Process clientHolder) {
        this.site = site;
        this.serverHolder = serverHolder;
        this.clientHolder = clientHolder;
    }

    /** What is missing here to make one, if anything. */
    public static Optional<String> obstacle() {
        return Namespaces.obstacle("tc", "iproute2");
    }

    /** A wire of a rate in the words of tc, as in {@code 50mbit}. */
    public static ShapedWire create(Site site, String rate) throws IOException, InterruptedException {
        ShapedWire wire = new ShapedWire(site, Namespaces.open(site), Namespaces.open(site));
        long server = wire.serverHolder.pid();
        long clients = wire.clientHolder.pid();
        String link = "ip link add wire0 netns " + server + " type veth peer name wire0 netns " + clients;
        site.children().run(site.root(), List.of(link.split(" ")));
        wire.run(wire.serverPlace(), "ip address add " + SERVER_ADDRESS + "/24 dev wire0");
        wire.run(wire.clientPlace(), "ip address add " + CLIENT_ADDRESS + "/24 dev wire0");
        for (Place end : List.of(wire.serverPlace(), wire.clientPlace())) {
            wire.run(end, "ip link set lo up");
            wire.run(end, "ip link set wire0 up");
        }
        wire.run(wire.serverPlace(), "tc qdisc add dev wire0 root tbf rate " + rate + " burst 256kb limit 20mb");
        return wire;
    }

    public Place serverPlace() {
        return Place.within(serverHolder, SERVER_ADDRESS);
    }

    public Place clientPlace() {
        return Place.within(clientHolder, CLIENT_ADDRESS);
    }

    @Override
    public void close() {
        site.children().kill(serverHolder);
        site.children().kill(clientHolder);
    }

    private void run(Place place, String words) throws IOException, InterruptedException {
        site.children().run(site.root(), place.command(List.of(words.split(" "))));
    }
}
