package dev.mooring.hostagent.aws;

/**
 * What sends clients to this host. Each command is one call and may be repeated; none waits for its effect: who was sent
 * before a deregistration goes on coming for a while.
 */
public sealed interface Entrance permits HostTargets, HostName {
    /** Has clients sent here. */
    void register();

    /** Has no more clients sent here. */
    void deregister();

    /** What is known of that. */
    TargetsHealth health();

    /** Whether {@link #health} tells of this host what an agent before this one did, too. */
    boolean remembers();
}
