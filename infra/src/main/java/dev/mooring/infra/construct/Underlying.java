package dev.mooring.infra.construct;

import java.util.Objects;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Resource;

/** The CloudFormation resource below a construct of the CDK, for properties that the construct does not know. */
final class Underlying {
    private Underlying() {}

    static <T extends CfnResource> T of(Resource construct, Class<T> type) {
        return type.cast(Objects.requireNonNull(construct.getNode().getDefaultChild()));
    }
}
