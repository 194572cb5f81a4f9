package dev.mooring.hosttuning.ssh;

import java.util.List;

/**
 * One set of known_hosts files and one host that shows its key.
 *
 * @param kind the class of the case
 * @param server which server answers
 * @param host the name that is asked for
 * @param port the port that is asked for
 * @param acceptNew whether new keys may be learned
 * @param files the texts of ~/.ssh/known_hosts, known_hosts2 and their global likes, in ssh's order
 */
record KnownHostsCase(String kind, String server, String host, int port, boolean acceptNew, List<String> files) {}
