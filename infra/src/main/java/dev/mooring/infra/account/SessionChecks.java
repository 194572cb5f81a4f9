package dev.mooring.infra.account;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.DeploymentPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.sts.StsClient;

/** Whose credentials these are, and for how long. */
record SessionChecks(DeploymentPlan inputs, AccountClients clients, InstantSource clock) {
    /** Beside the wait for the first hosts: network, load balancer, role. */
    private static final Duration OTHER_RESOURCES = Duration.ofMinutes(15);

    Function<String, Check> account() {
        try (StsClient client = clients.identity()) {
            var identity = client.getCallerIdentity();
            Optional<String> wanted = inputs.deployment().account();
            if (wanted.isPresent() && !wanted.get().equals(identity.account())) {
                return name -> Check.failure(
                        name,
                        RefusedException.of(
                                "account",
                                wanted.get(),
                                "is not that of the credentials,",
                                identity.account(),
                                "take another profile, or correct it in cdk.json"));
            }
            return name -> Check.ready(
                    name, identity.arn() + " in account " + identity.account() + ", region " + clients.region());
        }
    }

    /** Permanent keys never end; a role's do, an hour after they were given as a rule. */
    Function<String, Check> lifetime() {
        AwsCredentialsIdentity credentials = clients.credentials().resolveCredentials();
        Optional<Instant> end = credentials.expirationTime();
        Duration needed = inputs.plan().roll().launchTimeout().plus(OTHER_RESOURCES);
        if (end.isEmpty()) {
            return name -> Check.ready(name, "the credentials name no end");
        }
        Duration left = Duration.between(clock.instant(), end.get());
        if (left.compareTo(needed) < 0) {
            Duration shown = left.isNegative() ? Duration.ZERO : Duration.ofMinutes(left.toMinutes());
            return name -> Check.warning(
                    name,
                    RefusedException.of(
                            "session",
                            DurationText.format(shown),
                            "may be shorter than a first deployment,",
                            DurationText.format(needed),
                            "sign in again first; CloudFormation goes on without it, and the command does not"));
        }
        return name -> Check.ready(name, "ends " + end.get());
    }
}
