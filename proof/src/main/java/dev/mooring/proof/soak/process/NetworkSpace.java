package dev.mooring.proof.soak.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Where processes run: on this machine as it is, or in a network namespace of their own.
 *
 * @param entrance the command that runs another one there; empty for here
 * @param address of a server there
 */
public record NetworkSpace(List<String> entrance, String address) {
    private static final String LOOPBACK = "127.0.0.1";

    public static final NetworkSpace HERE = new NetworkSpace(List.of(), LOOPBACK);

    public NetworkSpace {
        entrance = List.copyOf(entrance);
    }

    /** The network of a process that holds one open. */
    static NetworkSpace within(Process holder, String address) {
        return new NetworkSpace(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net", "--"), address);
    }

    /** One that only its own loopback interface leads to. */
    static NetworkSpace within(Process holder) {
        return within(holder, LOOPBACK);
    }

    List<String> command(List<String> words) {
        List<String> whole = new ArrayList<>(entrance);
        whole.addAll(words);
        return whole;
    }
}
