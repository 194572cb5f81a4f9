package dev.mooring.awsstandin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS's models refuse, and what they would not answer. */
final class ServiceModelsTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "AutoScalingGroupName", "fleet",
            "LifecycleHookName", "launch",
            "LifecycleActionResult", "CONTINUE",
            "InstanceId", "i-0123456789abcdef0");

    private final ServiceModels models = ServiceModels.read();

    @Test
    void takesWhatIsAsTheModelHasIt() {
        assertEquals(List.of(), models.faultsOfInput("CompleteLifecycleAction", COMPLETE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LifecycleHookName|a hook|LifecycleHookName=a hook does not match [A-Za-z0-9\\-_\\/]+",
                "InstanceId|i-0123456789abcdef01|InstanceId=i-0123456789abcdef01 is outside min=1 max=19",
                "LifecycleActionToken|short|LifecycleActionToken=short is outside min=36 max=36",
                "Hook|launch|Hook is not a member"
            })
    void refusesAValueThatTheModelDoesNotHave(String member, String value, String fault) {
        Map<String, String> asked = new HashMap<>(COMPLETE);
        asked.put(member, value);

        assertEquals(List.of(fault), models.faultsOfInput("CompleteLifecycleAction", asked));
    }

    @Test
    void refusesARequestThatLacksARequiredMemberAtAnyDepth() {
        Map<String, String> asked = new HashMap<>(COMPLETE);
        asked.remove("LifecycleActionResult");
        assertEquals(
                List.of("LifecycleActionResult is missing"), models.faultsOfInput("CompleteLifecycleAction", asked));
        assertEquals(
                List.of("Targets.member.2.Id is missing"),
                models.faultsOfInput(
                        "RegisterTargets",
                        Map.of("TargetGroupArn", "a", "Targets.member.1.Id", "b", "Targets.member.2.Port", "1")));
    }

    @Test
    void refusesAValueThatIsNotOneOfThose() {
        assertEquals(
                List.of("Status=success is not one of FAILURE, SUCCESS"),
                models.faultsOfInput(
                        "SignalResource",
                        Map.of("StackName", "a", "LogicalResourceId", "b", "UniqueId", "c", "Status", "success")));
    }

    @Test
    void readsARequestInXml() {
        Map<String, String> asked = models.input("ChangeResourceRecordSets", """
                <R xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes>
                  <Change><Action>DELETE</Action><ResourceRecordSet><Name>a</Name></ResourceRecordSet></Change>
                  <Change><Action>DROP</Action></Change>
                </Changes></ChangeBatch></R>""");

        List<String> faults = models.faultsOfInput("ChangeResourceRecordSets", asked);

        assertTrue(faults.contains("ChangeBatch.Changes.Change.1.ResourceRecordSet.Type is missing"), faults::toString);
        assertTrue(faults.contains("ChangeBatch.Changes.Change.2.ResourceRecordSet is missing"), faults::toString);
        assertTrue(
                faults.contains("ChangeBatch.Changes.Change.2.Action=DROP is not one of CREATE, DELETE, UPSERT"),
                faults::toString);
    }

    @Test
    void findsAnAnswerThatLacksWhatAwsAlwaysTells() {
        Map<String, String> told = models.output(
                "DescribeAutoScalingInstances",
                "<R><AutoScalingInstances><member><InstanceId>i-1</InstanceId></member></AutoScalingInstances></R>");

        List<String> faults = models.faultsOfOutput("DescribeAutoScalingInstances", told);

        assertTrue(faults.contains("AutoScalingInstances.member.1.LifecycleState is missing"), faults::toString);
    }

    @Test
    void knowsWhichErrorsAnOperationHas() {
        assertTrue(models.mayAnswer("RegisterTargets", "TargetGroupNotFound"));
        assertTrue(models.mayAnswer("RegisterTargets", "Throttling"));
        assertFalse(models.mayAnswer("RegisterTargets", "ListenerNotFound"));
    }
}
