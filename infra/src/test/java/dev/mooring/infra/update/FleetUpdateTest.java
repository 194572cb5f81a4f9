package dev.mooring.infra.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.infra.Fleets;
import dev.mooring.infra.Names;
import dev.mooring.infra.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fleet of two hosts through a change of its template, in many of the orders that CloudFormation may take: in each moment
 * every listener has a host that serves, clients reach it, and every call of each host is allowed by its role as it is then.
 */
final class FleetUpdateTest {
    private static final int ORDERS = 8;
    private static final int HOSTS = 2;
    private static final Map<String, String> CONNECTION = Map.of(
            "connection", "arn:aws:codeconnections:us-east-1:123456789012:connection/1", "repository", "owner/mooring");

    record Change(Map<String, String> before, Map<String, String> after) {
        Stream<Change> andBack() {
            return Stream.of(this, new Change(/* before= */ after, /* after= */ before));
        }
    }

    static Stream<Change> rolls() {
        return Stream.of(
                        new Change(Map.of(), Map.of("ports", "8081-8096")),
                        new Change(Map.of(), Map.of("ports", "9100-9115")),
                        new Change(Map.of(), Map.of("keepalive", "90s")),
                        new Change(Map.of(), Map.of("connections", "500000", "total", "1000000")),
                        new Change(Map.of(), Map.of("move", "true")),
                        // From the default to a current type, which everybody does sooner or later, and back.
                        new Change(Map.of(), Map.of("instance-type", "m7g.large", "connections", "100000")),
                        new Change(
                                Map.of("instance-type", "m7g.xlarge"),
                                Map.of("instance-type", "m7i.2xlarge", "keepalive", "90s", "ports", "9100-9115")),
                        new Change(
                                Map.of("instance-type", "m7g.xlarge", "target-type", "instance"),
                                Map.of("instance-type", "m7i.2xlarge", "target-type", "instance", "keepalive", "90s")),
                        new Change(
                                Map.of("front", "direct", "instance-type", "m7g.xlarge"),
                                Map.of("front", "direct", "instance-type", "m7g.2xlarge", "ports", "9100-9115")))
                .flatMap(Change::andBack);
    }

    @ParameterizedTest
    @MethodSource("rolls")
    void servesInEveryMomentOfARoll(Change change) {
        Template before = template(change.before());
        Template after = template(change.after());

        for (int seed = 0; seed < ORDERS; seed++) {
            RunningStack stack = new RunningStack(new Random(seed), HOSTS);
            stack.update(before);

            List<Moment> moments = stack.update(after);

            assertEquals(List.of(), Faults.of(moments), "seed " + seed);
            assertEquals(HOSTS, moments.getLast().hosts().size());
            assertEquals(
                    HOSTS,
                    moments.stream()
                            .filter(moment -> moment.step().startsWith("end "))
                            .count());
        }
    }

    @ParameterizedTest
    @MethodSource("rolls")
    void servesWhileARollIsTakenBackThatFailedAnywhere(Change change) {
        Template before = template(change.before());
        Template after = template(change.after());
        RunningStack whole = new RunningStack(new Random(1), 1);
        whole.update(before);
        // Once it removes what is left over it has succeeded.
        int moments = Math.toIntExact(whole.update(after).stream()
                .takeWhile(moment -> !moment.step().startsWith("delete "))
                .count());

        IntStream.range(1, moments).forEach(failing -> {
            RunningStack stack = new RunningStack(new Random(1), 1);
            stack.update(before);
            stack.update(after, failing);

            assertEquals(List.of(), Faults.of(stack.takeBack(before)), "failed after " + failing + " moments");
        });
    }

    @Test
    void theFirstHostFindsItsRightsAndItsLoadBalancer() {
        for (Template template :
                List.of(Fleets.previousGeneration(), Fleets.currentGeneration(), Fleets.named(), Fleets.messaging())) {
            for (int seed = 0; seed < ORDERS; seed++) {
                List<Moment> moments = new RunningStack(new Random(seed), 1).update(template);
                List<String> denied = moments.stream()
                        .dropWhile(moment -> moment.hosts().isEmpty())
                        .flatMap(moment -> Faults.of(moment).stream())
                        .filter(fault -> fault.contains("may not"))
                        .toList();
                assertEquals(List.of(), denied, "seed " + seed);
                assertEquals(List.of(), Faults.of(moments), "seed " + seed);
            }
        }
    }

    @Test
    void hostsThatAStackIsDeletedUnderLeaveWithTheirRightsAndAWayOut() {
        for (Template template :
                List.of(Fleets.previousGeneration(), Fleets.currentGeneration(), Fleets.named(), Fleets.messaging())) {
            for (int seed = 0; seed < ORDERS; seed++) {
                RunningStack stack = new RunningStack(new Random(seed), HOSTS);
                stack.update(template);

                List<Moment> held = stack
                        .update(new Template(new com.fasterxml.jackson.databind.json.JsonMapper().createObjectNode()))
                        .stream()
                        .filter(moment -> !moment.hosts().isEmpty())
                        .toList();

                for (Moment moment : held) {
                    assertEquals(
                            List.of(),
                            Faults.of(moment).stream()
                                    .filter(fault -> fault.contains("may not"))
                                    .toList(),
                            "seed " + seed);
                    for (String way : List.of(
                            "AWS::EC2::Route",
                            "AWS::EC2::SubnetRouteTableAssociation",
                            "AWS::EC2::VPCGatewayAttachment",
                            "AWS::EC2::InternetGateway")) {
                        assertEquals(
                                template.ofType(way).count(),
                                moment.stack().ofType(way).count(),
                                moment.step() + " " + way + ", seed " + seed);
                    }
                }
                assertTrue(held.size() >= HOSTS, held.toString());
            }
        }
    }

    /** The CDK names permissions of functions, and a tag, after the way to their stack. */
    @Test
    void aPipelineThatComesOrGoesMovesNoHostAndReplacesNothing() {
        Template alone = template(Map.of());
        Template piped = Fleets.synthesis(Map.of(), CONNECTION).fleet();
        RunningStack stack = new RunningStack(new Random(1), HOSTS);
        stack.update(alone);

        for (Template next : List.of(piped, alone)) {
            List<Moment> moments = stack.update(next);
            assertEquals(List.of(), Faults.of(moments));
            assertEquals(
                    List.of(),
                    moments.stream()
                            .map(Moment::step)
                            .filter(step -> step.equals("update Hosts") || !isQuiet(step))
                            .toList());
        }
    }

    /** Refused by the documents, which send people to a second fleet: the simulation sees why. */
    @Test
    void seesThatAnotherTypeOfTargetsEmptiesTheLoadBalancer() {
        Map<String, String> byAddress = Map.of("instance-type", "m7g.xlarge");
        Map<String, String> byInstance = Map.of("instance-type", "m7g.xlarge", "target-type", "instance");
        for (Change change : new Change(byAddress, byInstance).andBack().toList()) {
            RunningStack stack = new RunningStack(new Random(1), HOSTS);
            stack.update(template(change.before()));

            List<String> faults = Faults.of(stack.update(template(change.after())));

            assertTrue(
                    faults.stream().anyMatch(fault -> fault.endsWith("which has no host that serves")),
                    faults::toString);
        }
    }

    private static boolean isQuiet(String step) {
        return step.startsWith("update ") || step.contains("AllowEventRule");
    }

    private static Template template(Map<String, String> mooring) {
        return Fleets.synthesis(mooring, Map.of()).template(Names.STACK);
    }
}
