package dev.mooring.infra.construct;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * What a host may read from Secrets Manager: the secrets that the fleet's description names, and no others. The template knows
 * their names alone.
 */
final class SecretAccess {
    private static final String ARN = "arn:";

    private SecretAccess() {}

    /**
     * Lets hosts read these secrets.
     *
     * @param secrets each by its name or ARN
     * @param key ARN of the KMS key that they are encrypted with; empty for AWS's own, which needs no permission
     */
    static void grant(Construct scope, Role hosts, List<String> secrets, Optional<String> key) {
        if (secrets.isEmpty()) {
            return;
        }
        hosts.addToPolicy(PolicyStatement.Builder.create()
                .sid("OwnSecrets")
                .actions(List.of("secretsmanager:GetSecretValue"))
                .resources(secrets.stream().map(secret -> arn(scope, secret)).toList())
                .build());
        key.ifPresent(arn -> hosts.addToPolicy(PolicyStatement.Builder.create()
                .sid("KeyOfSecrets")
                .actions(List.of("kms:Decrypt"))
                .resources(List.of(arn))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of(
                                "kms:ViaService",
                                "secretsmanager." + Stack.of(scope).getRegion() + "."
                                        + Stack.of(scope).getUrlSuffix())))
                .build()));
    }

    /** Secrets Manager adds a hyphen and six characters to the name of each secret. */
    private static String arn(Construct scope, String secret) {
        return secret.startsWith(ARN)
                ? secret
                : Stack.of(scope)
                        .formatArn(ArnComponents.builder()
                                .service("secretsmanager")
                                .resource("secret")
                                .resourceName(secret + "-??????")
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .build());
    }
}
