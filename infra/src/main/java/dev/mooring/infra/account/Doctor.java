package dev.mooring.infra.account;

import dev.mooring.infra.DeploymentPlan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Asks whether an account and region are ready for a fleet: every question whose answer a deployment would otherwise give
 * after minutes, and after what cannot be taken back. Reads only; about twenty calls, a second or two each at worst. One
 * question that AWS does not answer does not stop the others.
 */
public final class Doctor {
    private final DeploymentPlan inputs;
    private final AccountClients clients;
    private final InstantSource clock;
    private final String bootstrapQualifier;

    public Doctor(DeploymentPlan inputs, AccountClients clients, InstantSource clock, String bootstrapQualifier) {
        this.inputs = inputs;
        this.clients = clients;
        this.clock = clock;
        this.bootstrapQualifier = bootstrapQualifier;
    }

    /**
     * All checks, in the order in which a deployment meets them.
     *
     * @throws NoAccountException when there are no credentials or no way to AWS: then nothing can be asked
     */
    public List<Check> examine() {
        SessionChecks session = new SessionChecks(inputs, clients, clock);
        PlaceChecks place = new PlaceChecks(inputs, clients);
        QuotaChecks quotas = new QuotaChecks(inputs, clients);
        NameChecks names = new NameChecks(inputs, clients);
        List<Check> checks = new ArrayList<>(List.of(
                asked("credentials", session::account),
                asked("session", session::lifetime),
                asked("bootstrap", () -> names.bootstrap(bootstrapQualifier)),
                asked("stack", names::stack),
                asked("group name", names::group),
                asked("instance type", place::type),
                asked("image", place::image),
                asked("disk key", place::diskKey),
                asked("vCPU quota", quotas::processors),
                asked("VPC quota", quotas::networks),
                asked("connect endpoints", quotas::endpoints),
                asked("load balancers", quotas::balancers)));
        checks.addAll(secrets());
        return checks;
    }

    private List<Check> secrets() {
        SecretChecks secrets = new SecretChecks(inputs, clients, clock);
        List<Check> checks = new ArrayList<>();
        inputs.deployment()
                .encryption()
                .secret()
                .ifPresent(secret -> checks.add(asked("certificate", () -> secrets.certificate(secret))));
        inputs.authentication()
                .tokenKeys()
                .ifPresent(secret -> checks.add(asked("token keys", () -> secrets.tokenKeys(secret))));
        inputs.messaging()
                .pushKeys()
                .ifPresent(secret -> checks.add(asked("push keys", () -> secrets.pushKeys(secret))));
        return checks;
    }

    private static Check asked(String name, Supplier<Function<String, Check>> question) {
        try {
            return question.get().apply(name);
        } catch (AwsServiceException refused) {
            String code = refused.awsErrorDetails() == null
                    ? String.valueOf(refused.getMessage())
                    : refused.awsErrorDetails().errorCode() + ": "
                            + refused.awsErrorDetails().errorMessage();
            return new Check(name, Check.Outcome.UNKNOWN, "AWS does not say: " + code);
        } catch (SdkClientException noWay) {
            throw new NoAccountException("AWS cannot be asked: " + NoAccountException.reason(noWay)
                    + "; set a profile or the usual variables, as for the AWS command line");
        }
    }
}
