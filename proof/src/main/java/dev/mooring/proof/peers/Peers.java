package dev.mooring.proof.peers;

import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The peers that can be measured, by name. */
final class Peers {
    /** The ones measured when none are named: they need nothing from elsewhere but Node. */
    static final String DEFAULT = "floor,mooring,netty,node";

    /** Every peer that speaks ws; what this machine cannot build is left out, and the report says so. */
    static final String ALL = "all";

    /** What Mooring admits above the connections that are opened: the probe that waits for its port is one. */
    private static final int RESERVE = 50;

    private Peers() {}

    static SequencedMap<String, Peer> all(int connections) {
        List<Peer> all = new ArrayList<>(List.of(
                new FloorPeer(),
                MooringPeer.ofTree(connections + RESERVE),
                new NettyPeer(PlainNettyServer.Keepalive.IDLE_STATE_HANDLER),
                new NettyPeer(PlainNettyServer.Keepalive.LOOP),
                NodePeer.WS,
                NodePeer.UWEBSOCKETS));
        all.addAll(JavaLibraryPeer.ALL);
        all.addAll(List.of(new GorillaPeer(), new LibwebsocketsPeer(), new SecureFloorPeer()));
        all.addAll(Stream.of(
                        MooringPeer.ofTree(connections + RESERVE),
                        new NettyPeer(PlainNettyServer.Keepalive.IDLE_STATE_HANDLER),
                        NodePeer.WS,
                        new GorillaPeer())
                .map(TlsPeer::new)
                .toList());
        all.addAll(ProxyPeer.ALL);
        SequencedMap<String, Peer> peers = new LinkedHashMap<>();
        all.forEach(peer -> peers.put(peer.name(), peer));
        return peers;
    }

    /** The named ones in that order, each once. */
    static List<Peer> named(List<String> names, int connections) {
        SequencedMap<String, Peer> peers = all(connections);
        if (names.contains(ALL)) {
            return peers.sequencedValues().stream()
                    .filter(peer -> !peer.overTls())
                    .toList();
        }
        return names.stream().map(name -> find(peers, name)).distinct().toList();
    }

    /** With another build of Mooring behind this tree's, or at the end. */
    static List<Peer> withBaseline(List<Peer> peers, Path source, int connections) {
        if (!Files.isDirectory(source)) {
            throw RefusedException.of(
                    "baseline", source, "is not", "a folder", "name a checkout that is built, or an unpacked bundle");
        }
        List<Peer> all = new ArrayList<>(peers);
        int own = all.indexOf(MooringPeer.ofTree(connections + RESERVE));
        all.add(own < 0 ? all.size() : own + 1, MooringPeer.baseline(source, connections + RESERVE));
        return all;
    }

    private static Peer find(SequencedMap<String, Peer> peers, String name) {
        Peer peer = peers.get(name);
        if (peer == null) {
            throw RefusedException.of(
                    "peers",
                    name,
                    "is none of",
                    ALL + "," + String.join(",", peers.sequencedKeySet()),
                    "name only these");
        }
        return peer;
    }
}
