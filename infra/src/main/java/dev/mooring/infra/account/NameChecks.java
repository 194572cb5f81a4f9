package dev.mooring.infra.account;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Whether the account is bootstrapped, and the names of the fleet are free or its own. */
record NameChecks(DeploymentPlan inputs, AccountClients clients) {
    /** What the templates of this app ask for; the roles and the bucket that it uses came with it. */
    private static final int BOOTSTRAP_VERSION = 6;

    /** States in which CloudFormation takes no update. */
    private static final Set<String> STUCK =
            Set.of("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED");

    Function<String, Check> bootstrap(String qualifier) {
        String parameter = "/cdk-bootstrap/" + qualifier + "/version";
        try (SsmClient client = clients.parameters()) {
            int version = Integer.parseInt(client.getParameter(request -> request.name(parameter))
                    .parameter()
                    .value());
            if (version < BOOTSTRAP_VERSION) {
                return name -> Check.failure(
                        name,
                        RefusedException.of(
                                "bootstrap version",
                                version,
                                "is less than",
                                BOOTSTRAP_VERSION,
                                "run infra/cdk bootstrap"));
            }
            return name -> Check.ready(name, "version " + version + ", qualifier " + qualifier);
        } catch (ParameterNotFoundException none) {
            return name -> Check.failure(
                    name,
                    RefusedException.of(
                            "bootstrap",
                            parameter,
                            "is not a parameter of",
                            clients.region(),
                            "run infra/cdk bootstrap"));
        }
    }

    Function<String, Check> stack() {
        String stack = inputs.deployment().stack();
        Optional<String> status = DeployedStack.status(clients, stack);
        if (status.isEmpty()) {
            return name -> Check.ready(name, stack + " is free: this is a first deployment");
        }
        if (STUCK.contains(status.get())) {
            String remedy = status.get().equals("UPDATE_ROLLBACK_FAILED")
                    ? "continue the roll back in the CloudFormation console"
                    : "delete it: aws cloudformation delete-stack --stack-name " + stack;
            return name -> Check.failure(
                    name, RefusedException.of("stack", stack, "takes no update in state", status.get(), remedy));
        }
        return name -> Check.ready(name, stack + " is deployed: " + status.get());
    }

    /** The group's name is given, so a group of another stack that has it stops the deployment halfway. */
    Function<String, Check> group() {
        String group = Names.group(inputs.deployment().stack());
        try (AutoScalingClient client = clients.autoScaling()) {
            boolean taken = !client.describeAutoScalingGroups(request -> request.autoScalingGroupNames(group))
                    .autoScalingGroups()
                    .isEmpty();
            boolean own =
                    DeployedStack.status(clients, inputs.deployment().stack()).isPresent();
            if (taken && !own) {
                return name -> Check.failure(
                        name,
                        RefusedException.of(
                                "group",
                                group,
                                "belongs to another stack of",
                                clients.region(),
                                "set another \"stack\" in cdk.json, or delete that group"));
            }
            return name -> Check.ready(name, group + (taken ? " is this fleet's" : " is free"));
        }
    }
}
