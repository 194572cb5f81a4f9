package dev.mooring.hosttuning.fleet;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Which address of an instance is used. The names are those of the option {@code --address}. */
public enum AddressKind {
    PRIVATE,
    PUBLIC,
    DNS;

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
