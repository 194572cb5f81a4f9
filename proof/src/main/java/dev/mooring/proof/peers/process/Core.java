package dev.mooring.proof.peers.process;

import java.util.ArrayList;
import java.util.List;

/** The CPU a process is pinned to, so that server and client never take each other's time. */
public enum Core {
    SERVER("0"),
    CLIENT("1");

    private final String number;

    Core(String number) {
        this.number = number;
    }

    /** {@code taskset} replaces itself by the command: the process id stays. */
    public List<String> pin(List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", number));
        pinned.addAll(command);
        return pinned;
    }
}
