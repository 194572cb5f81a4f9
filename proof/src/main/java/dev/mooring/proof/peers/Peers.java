package dev.mooring.proof.peers;

import dev.mooring.capacity.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The peers that can be measured, by name. */
final class Peers {
    /** The ones measured when none are named. */
    static final String DEFAULT = "floor,mooring,netty,node";

    /** What Mooring admits above the connections that are opened: the probe that waits for its port is one. */
    private static final int RESERVE = 50;

    private Peers() {}

    static SequencedMap<String, Peer> all(int connections) {
        SequencedMap<String, Peer> peers = new LinkedHashMap<>();
        List.of(
                        new FloorPeer(),
                        new MooringPeer(connections + RESERVE),
                        new NettyPeer(PlainNettyServer.Keepalive.IDLE_STATE_HANDLER),
                        new NettyPeer(PlainNettyServer.Keepalive.LOOP),
                        new NodePeer())
                .forEach(peer -> peers.put(peer.name(), peer));
        return peers;
    }

    static List<Peer> named(List<String> names, int connections) {
        SequencedMap<String, Peer> peers = all(connections);
        return names.stream().map(name -> find(peers, name)).toList();
    }

    private static Peer find(SequencedMap<String, Peer> peers, String name) {
        Peer peer = peers.get(name);
        if (peer == null) {
            throw RefusedException.of(
                    "peers", name, "is none of", String.join(",", peers.sequencedKeySet()), "name only these");
        }
        return peer;
    }
}
