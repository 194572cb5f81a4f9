package dev.mooring.proof.soak.process;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Three network namespaces: server, router, clients. From the router to the clients a token bucket lets so many bits a
 * second pass.
 *
 * <p>Not on the server's own link: what a kernel's own queue drops it does not count as sent, and it ends a connection
 * after 16 tries, half a second apart, each of which that queue may drop again.
 */
public final class ShapedWire implements AutoCloseable {
    private static final String SERVER_ADDRESS = "10.77.0.1";
    private static final String ROUTER_TO_SERVER = "10.77.0.2";
    private static final String ROUTER_TO_CLIENTS = "10.77.1.1";
    private static final String CLIENT_ADDRESS = "10.77.1.2";

    private final SoakWorkspace workspace;
    private final Process serverHolder;
    private final Process routerHolder;
    private final Process clientHolder;

    private ShapedWire(SoakWorkspace workspace, Process serverHolder, Process routerHolder, Process clientHolder) {
        this.workspace = workspace;
        this.serverHolder = serverHolder;
        this.routerHolder = routerHolder;
        this.clientHolder = clientHolder;
    }

    /** What is missing here to make one, if anything. */
    public static Optional<String> obstacle() {
        return Namespaces.obstacle("tc", "iproute2");
    }

    /** A wire of a rate in the words of tc, as in {@code 50mbit}. */
    public static ShapedWire create(SoakWorkspace workspace, String rate) throws IOException, InterruptedException {
        ShapedWire wire = new ShapedWire(
                workspace, Namespaces.open(workspace), Namespaces.open(workspace), Namespaces.open(workspace));
        NetworkSpace server = wire.serverSpace();
        NetworkSpace clients = wire.clientSpace();
        NetworkSpace router = NetworkSpace.within(wire.routerHolder, ROUTER_TO_SERVER);
        wire.link("wire0", wire.serverHolder, "wire1", wire.routerHolder);
        wire.link("wire2", wire.routerHolder, "wire3", wire.clientHolder);
        wire.up(server, "wire0", SERVER_ADDRESS);
        wire.up(router, "wire1", ROUTER_TO_SERVER);
        wire.up(router, "wire2", ROUTER_TO_CLIENTS);
        wire.up(clients, "wire3", CLIENT_ADDRESS);
        wire.run(server, "ip route add default via " + ROUTER_TO_SERVER);
        wire.run(clients, "ip route add default via " + ROUTER_TO_CLIENTS);
        wire.run(router, "sysctl -q -w net.ipv4.ip_forward=1");
        wire.run(router, "tc qdisc add dev wire2 root tbf rate " + rate + " burst 256kb limit 20mb");
        return wire;
    }

    public NetworkSpace serverSpace() {
        return NetworkSpace.within(serverHolder, SERVER_ADDRESS);
    }

    public NetworkSpace clientSpace() {
        return NetworkSpace.within(clientHolder, CLIENT_ADDRESS);
    }

    @Override
    public void close() {
        workspace.children().kill(serverHolder);
        workspace.children().kill(routerHolder);
        workspace.children().kill(clientHolder);
    }

    private void link(String one, Process holder, String other, Process otherHolder)
            throws IOException, InterruptedException {
        String words = "ip link add " + one + " netns " + holder.pid() + " type veth peer name " + other + " netns "
                + otherHolder.pid();
        workspace.children().run(workspace.root(), List.of(words.split(" ")));
    }

    private void up(NetworkSpace space, String device, String address) throws IOException, InterruptedException {
        run(space, "ip address add " + address + "/24 dev " + device);
        run(space, "ip link set lo up");
        run(space, "ip link set " + device + " up");
    }

    private void run(NetworkSpace space, String words) throws IOException, InterruptedException {
        workspace.children().run(workspace.root(), space.command(List.of(words.split(" "))));
    }
}
