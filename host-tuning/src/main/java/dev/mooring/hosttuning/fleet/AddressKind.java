package dev.mooring.hosttuning.fleet;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Which address of an instance is used. */
public enum AddressKind {
    PRIVATE,
    PUBLIC,
    DNS;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The address, if the instance has one of this kind. DNS prefers the public name. */
    Optional<String> of(Instance instance) {
        return switch (this) {
            case PRIVATE -> present(instance.privateIpAddress());
            case PUBLIC -> present(instance.publicIpAddress());
            case DNS -> present(instance.publicDnsName()).or(() -> present(instance.privateDnsName()));
        };
    }

    /** EC2 sends an empty name where there is none. */
    private static Optional<String> present(@Nullable String address) {
        return Optional.ofNullable(address).filter(text -> !text.isEmpty());
    }
}
