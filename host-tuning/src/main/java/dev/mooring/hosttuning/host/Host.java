package dev.mooring.hosttuning.host;

/** A host that runs a POSIX shell script and gives back what it printed. One call is one round of the network. */
public interface Host {
    /** The host as a person names it: an address, an instance id, a file. */
    String name();

    /**
     * Runs a script to its end.
     *
     * @param script the text of the script; it travels in the command, not over standard input
     * @throws HostUnreachableException when the script could not be started or did not end in time
     */
    HostReply run(String script) throws HostUnreachableException;
}
