package dev.mooring.infra.account;

import dev.mooring.capacity.credential.Credential;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.DeploymentPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Whether the secrets are there that hosts read before they serve, and hold what a server takes. A host that finds them
 * otherwise never joins, a quarter of an hour after the deployment began.
 *
 * <p>What they hold is looked at and kept nowhere, and no sentence has anything of it but what a certificate shows to everybody.
 */
record SecretChecks(DeploymentPlan inputs, AccountClients clients, InstantSource clock) {
    /** As long before its end as the fleet's own alarm. */
    private static final Duration SOON = Duration.ofDays(14);

    private static final String AWS_KEY = "alias/aws/secretsmanager";

    /** Chain and key of the hosts, for the name that clients connect to. */
    Function<String, Check> certificate(String secret) {
        return found("certificate-secret", secret, "host.pem", text -> certificate(secret, text));
    }

    /** The keys of tokens; which forms there are the server knows. */
    Function<String, Check> tokenKeys(String secret) {
        return found("jwt-keys", secret, "jwt-keys", text -> keys("jwt-keys", secret, text));
    }

    /** The keys of backends that push. */
    Function<String, Check> pushKeys(String secret) {
        return found("push-keys", secret, "push-keys", text -> keys("push-keys", secret, text));
    }

    private Function<String, Check> certificate(String secret, String text) {
        Instant now = clock.instant();
        Credential credential = Credential.parse("certificate-secret", secret, text, now);
        String domain = inputs.deployment().domain().orElseThrow();
        if (!credential.isFor(domain)) {
            throw RefusedException.of(
                    "domain",
                    domain,
                    "is none of the names of the certificate in " + secret + ",",
                    String.join(", ", credential.names()),
                    "have one issued for it, or correct domain");
        }
        if (credential.expiry().isBefore(now.plus(SOON))) {
            RefusedException soon = RefusedException.of(
                    "certificate-secret",
                    secret,
                    "ends at " + credential.expiry() + ", less than",
                    SOON.toDays() + " days from now",
                    "renew it, and put the new one into the secret");
            return name -> Check.warning(name, soon);
        }
        return name -> Check.ready(name, secret + ": for " + domain + " until " + credential.expiry());
    }

    private static Function<String, Check> keys(String setting, String secret, String text) {
        if (text.isBlank()) {
            throw RefusedException.of(setting, secret, "holds", "nothing", "put the keys into it");
        }
        if (text.contains("PRIVATE KEY")) {
            throw RefusedException.of(
                    setting,
                    secret,
                    "holds",
                    "a private key, which no host needs",
                    "put the public keys into it alone");
        }
        return name -> Check.ready(name, secret + " holds keys");
    }

    /** What is wrong with the secret, or with what it holds, is a failure. */
    private Function<String, Check> found(
            String setting, String secret, String file, Function<String, Function<String, Check>> judged) {
        try (SecretsManagerClient client = clients.secrets()) {
            requireKey(
                    setting,
                    secret,
                    Optional.ofNullable(client.describeSecret(request -> request.secretId(secret))
                            .kmsKeyId()));
            String text =
                    client.getSecretValue(request -> request.secretId(secret)).secretString();
            if (text == null) {
                throw RefusedException.of(
                        setting, secret, "holds", "bytes and no text", "store it with --secret-string");
            }
            return judged.apply(text);
        } catch (ResourceNotFoundException none) {
            RefusedException missing = RefusedException.of(
                    setting,
                    secret,
                    "is not a secret of",
                    clients.region() + ", or has no value",
                    "make it: aws secretsmanager create-secret --region " + clients.region() + " --name " + secret
                            + " --secret-string file://" + file);
            return name -> Check.failure(name, missing);
        } catch (RefusedException wrong) {
            return name -> Check.failure(name, wrong);
        }
    }

    /** Whoever deploys may decrypt with a customer's key; hosts may with the one that cdk.json names. */
    private void requireKey(String setting, String secret, Optional<String> used) {
        Optional<String> named = inputs.deployment().host().secretsKey();
        used.filter(key -> !key.endsWith(AWS_KEY))
                .filter(key -> named.filter(own -> own.equals(key) || own.endsWith("/" + key))
                        .isEmpty())
                .ifPresent(key -> {
                    throw RefusedException.of(
                            setting,
                            secret,
                            "is encrypted with " + key + ", which hosts may not use, for",
                            "secrets-kms-key=" + named.orElse(""),
                            "set secrets-kms-key to the ARN of that key");
                });
    }
}
