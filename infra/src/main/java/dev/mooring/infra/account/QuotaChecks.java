package dev.mooring.infra.account;

import dev.mooring.capacity.Front;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.DeploymentPlan;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** Whether what the fleet needs is within the account's quotas. Codes: Service Quotas console, checked 2026-11. */
record QuotaChecks(DeploymentPlan inputs, AccountClients clients) {
    /** Running on-demand standard instances (A, C, D, H, I, M, R, T, Z), in vCPUs. */
    private static final String STANDARD_PROCESSORS = "L-1216C47A";

    /** Memory-optimized X instances, in vCPUs. */
    private static final String MEMORY_PROCESSORS = "L-7295265B";

    private static final String NETWORKS = "L-F678F1CE";
    private static final String NETWORK_BALANCERS = "L-69A177A2";

    /** EC2 user guide, "Quotas for EC2 Instance Connect Endpoint": five for an account, one for a VPC. */
    private static final int CONNECT_ENDPOINTS = 5;

    /** A roll starts new hosts before old ones go, and grows to twice the hosts. */
    Function<String, Check> processors() {
        var type = inputs.plan().spec().instance();
        long hosts = Math.max(
                2 * inputs.plan().fleet().hosts(), inputs.plan().fleet().maxHosts());
        long needed = hosts * type.hardware().virtualCpus();
        double quota = quota("ec2", type.name().startsWith("x") ? MEMORY_PROCESSORS : STANDARD_PROCESSORS);
        if (needed > quota) {
            return name -> Check.failure(
                    name,
                    RefusedException.of(
                            "vCPUs",
                            needed,
                            "for " + hosts + " hosts of " + type.name() + " during a roll are more than the quota of",
                            (long) quota,
                            "ask for more in Service Quotas, or lower max-hosts"));
        }
        return name -> Check.ready(name, needed + " of " + (long) quota + " for " + hosts + " hosts during a roll");
    }

    Function<String, Check> networks() {
        try (Ec2Client client = clients.ec2()) {
            long used = client.describeVpcsPaginator().vpcs().stream().count();
            return room("VPCs", used, (long) quota("vpc", NETWORKS), "delete one that is not needed, or ask for more");
        }
    }

    Function<String, Check> endpoints() {
        try (Ec2Client client = clients.ec2()) {
            long used = client
                    .describeInstanceConnectEndpointsPaginator(request -> request.filters(Filter.builder()
                            .name("state")
                            .values("create-in-progress", "create-complete")
                            .build()))
                    .instanceConnectEndpoints()
                    .stream()
                    .count();
            return room(
                    "EC2 Instance Connect endpoints",
                    used,
                    CONNECT_ENDPOINTS,
                    "delete one that is not needed; the quota cannot be raised everywhere");
        }
    }

    Function<String, Check> balancers() {
        if (inputs.plan().spec().ingress().front() != Front.NLB) {
            return name -> Check.ready(name, "none needed: front direct");
        }
        double quota = quota("elasticloadbalancing", NETWORK_BALANCERS);
        return quota < 1
                ? name -> Check.failure(
                        name,
                        RefusedException.of(
                                "Network Load Balancers", 1, "is more than the quota of", (long) quota, "ask for more"))
                : name -> Check.ready(name, "one of " + (long) quota);
    }

    /** One more is needed, unless the fleet is there and has it. */
    private Function<String, Check> room(String what, long used, long quota, String remedy) {
        boolean deployed =
                DeployedStack.status(clients, inputs.deployment().stack()).isPresent();
        if (!deployed && used >= quota) {
            return name ->
                    Check.failure(name, RefusedException.of(what, used, "leave none of the quota of", quota, remedy));
        }
        return name -> Check.ready(name, used + " of " + quota + " " + what + " in use");
    }

    private double quota(String service, String code) {
        try (ServiceQuotasClient client = clients.quotas()) {
            return client.getServiceQuota(
                            request -> request.serviceCode(service).quotaCode(code))
                    .quota()
                    .value();
        }
    }
}
