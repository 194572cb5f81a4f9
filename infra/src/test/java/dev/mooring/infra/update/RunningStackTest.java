package dev.mooring.infra.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.infra.Fleets;
import dev.mooring.infra.change.TemplateDifference;
import dev.mooring.infra.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The order of CloudFormation's steps, on small templates, and beside the difference of two whole ones. */
final class RunningStackTest {
    private static final String QUEUE = "{'Type': 'AWS::SNS::Topic'}";

    @Test
    void makesWhatIsReferredToBeforeWhatRefersToIt() {
        Template template = template("""
                'D': {'Type': 'AWS::SNS::Topic', 'DependsOn': ['C']},
                'C': {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': {'Fn::Sub': 'of ${B.TopicName} ${!A}'}}},
                'B': {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': {'Fn::GetAtt': ['A', 'TopicName']}}},
                'A': {'Type': 'AWS::SNS::Topic'}""");

        for (int seed = 0; seed < 20; seed++) {
            assertEquals(
                    List.of("create A", "create B", "create C", "create D"),
                    steps(stack(seed).update(template)));
        }
    }

    @Test
    void replacesFirstThenRefersToTheNewOneAndDeletesTheOldOneLast() {
        RunningStack stack = stack(1);
        stack.update(template(targets(8080)));

        List<Moment> moments = stack.update(template(targets(8081)));

        assertEquals(List.of("replace Targets", "update Clients", "delete Targets"), steps(moments));
        assertEquals("Targets", forwarded(moments.getFirst()));
        assertEquals("TargetsR1", forwarded(moments.get(1)));
    }

    @Test
    void takesBackWhatHadBeenReplacedAndDeletesWhatWasNew() {
        RunningStack stack = stack(1);
        stack.update(template(targets(8080)));
        stack.update(template(targets(8081)), 2);

        List<Moment> moments = stack.takeBack(template(targets(8080)));

        assertEquals(List.of("replace Targets", "update Clients", "delete TargetsR1"), steps(moments));
        assertEquals("Targets", forwarded(moments.getLast()));
    }

    @Test
    void leavesAloneWhatTheFailedUpdateHadNotReached() {
        RunningStack stack = stack(1);
        stack.update(template(targets(8080)));
        stack.update(template(targets(8081)), 1);

        assertEquals(List.of("replace Targets", "delete TargetsR1"), steps(stack.takeBack(template(targets(8080)))));
    }

    @Test
    void removesDependentsFirst() {
        RunningStack stack = stack(3);
        stack.update(template(targets(8080)));

        assertEquals(List.of("delete Clients", "delete Targets"), steps(stack.update(template(""))));
    }

    @Test
    void doesNothingForTheSameTemplate() {
        RunningStack stack = stack(1);
        stack.update(Fleets.previousGeneration());

        assertEquals(List.of(), steps(stack.update(Fleets.previousGeneration())));
    }

    @Test
    void launchesBeforeAHostLeavesWhereAllAreToBeHealthy() {
        RunningStack stack = stack(1);
        stack.update(template(group("a", 100)));

        assertEquals(
                List.of("update Template", "update Hosts", "launch i-2", "join i-2", "leave i-1", "end i-1"),
                steps(stack.update(template(group("b", 100)))));
    }

    @Test
    void launchesAfterAHostHasLeftWhereFewerMayBeHealthy() {
        RunningStack stack = stack(1);
        stack.update(template(group("a", 90)));

        assertEquals(
                List.of("update Template", "update Hosts", "leave i-1", "end i-1", "launch i-2", "join i-2"),
                steps(stack.update(template(group("b", 90)))));
    }

    @Test
    void refusesATemplateThatGoesInACircle() {
        Template circle = template("'A': {'Type': 'AWS::SNS::Topic', 'DependsOn': ['B']},"
                + " 'B': {'Type': 'AWS::SNS::Topic', 'DependsOn': ['A']}");

        assertEquals(
                "circular dependency between [A, B]",
                assertThrows(IllegalArgumentException.class, () -> stack(1).update(circle))
                        .getMessage());
    }

    /** What the report of a change calls replaced is what the steps replace. */
    @Test
    void agreesWithTheDifferenceThatPeopleAreShown() {
        Template before = Fleets.previousGeneration();
        for (Map<String, String> change : List.of(
                Map.of("instance-type", "m7g.large", "connections", "100000"),
                Map.of("instance-type", "m7g.xlarge", "target-type", "instance"),
                Map.of("ports", "8081-8096"),
                Map.of("keepalive", "90s"))) {
            Template after = Fleets.synthesis(change, Map.of()).fleet();
            RunningStack stack = stack(2);
            stack.update(before);

            Set<String> replaced = steps(stack.update(after)).stream()
                    .filter(step -> step.startsWith("replace "))
                    .map(step -> step.replace("replace ", ""))
                    .collect(Collectors.toCollection(TreeSet::new));

            Set<String> shown = TemplateDifference.of(before, after).stream()
                    .filter(each -> each.reason().startsWith("is replaced"))
                    .map(each -> each.id())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(shown, replaced, change.toString());
        }
    }

    @Test
    void drawsMoreThanOneOrder() {
        Template template = template("'A': " + QUEUE + ", 'B': " + QUEUE + ", 'C': " + QUEUE);
        Set<List<String>> orders = new java.util.HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            orders.add(steps(stack(seed).update(template)));
        }

        assertTrue(orders.size() > 1, orders::toString);
    }

    private static String forwarded(Moment moment) {
        return moment.stack()
                .root()
                .at("/Resources/Clients/Properties/DefaultActions/0/TargetGroupArn/Ref")
                .asText();
    }

    private static String targets(int port) {
        return """
                'Targets': {'Type': 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Properties': {'Port': %d}},
                'Clients': {'Type': 'AWS::ElasticLoadBalancingV2::Listener', 'Properties': {
                  'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': {'Ref': 'Targets'}}]}}""".formatted(port);
    }

    private static String group(String userData, int healthy) {
        return """
                'Template': {'Type': 'AWS::EC2::LaunchTemplate', 'Properties': {
                  'LaunchTemplateData': {'UserData': '%s'}}},
                'Hosts': {'Type': 'AWS::AutoScaling::AutoScalingGroup',
                  'UpdatePolicy': {'AutoScalingInstanceRefresh': {'Preferences': {'MinHealthyPercentage': %d}}},
                  'Properties': {'LaunchTemplate': {'LaunchTemplateId': {'Ref': 'Template'},
                    'Version': {'Fn::GetAtt': ['Template', 'LatestVersionNumber']}}}}""".formatted(userData, healthy);
    }

    private static RunningStack stack(long seed) {
        return new RunningStack(new Random(seed), 1);
    }

    private static List<String> steps(List<Moment> moments) {
        return moments.stream().map(Moment::step).toList();
    }

    private static Template template(String resources) {
        try {
            return new Template(new JsonMapper().readTree("{\"Resources\": {" + resources.replace('\'', '"') + "}}"));
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(resources, malformed);
        }
    }
}
