package dev.mooring.infra.construct;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Validations;

/**
 * What cfn-lint finds in the template and is so on purpose, said where cfn-lint reads it, in the metadata of the resource:
 * a company that lints what it deploys need not make an exception of its own. CloudFormation does nothing with it.
 */
final class Lint {
    /** "Avoid hardcoding availability zones": they are named because somebody named them. */
    static final String NAMED_ZONE = "W3010";

    /** Of a schema that does not know the instance refresh of an update policy; cfn-lint 1.51 and 1.55. */
    static final String UPDATE_POLICY = "E3016";

    private Lint() {}

    /** The CDK's own validator has the same rules, and warns of them until they are acknowledged. */
    static void accept(CfnResource resource, String rule) {
        Validations.of(resource)
                .acknowledge(Acknowledgment.builder()
                        .id("CloudFormation-Validate::" + rule)
                        .reason("so on purpose, see Lint")
                        .build());
        resource.addMetadata("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of(rule))));
    }
}
