package dev.mooring.infra.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.infra.Fleets;
import dev.mooring.infra.iam.UserData;
import dev.mooring.infra.template.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One release, the next, and the first one again, with bundles and settings of their own: hosts of either find their bundles and
 * may make every call, at each moment, also those that the group launches in the place of one that died.
 */
final class RollBackTest {
    private static final int ORDERS = 8;
    private static final int HOSTS = 2;

    static List<Map<String, String>> fleets() {
        return List.of(
                Map.of(),
                Map.of("instance-type", "m7g.xlarge"),
                Map.of("instance-type", "m7g.xlarge", "target-type", "instance"),
                Map.of("front", "direct", "instance-type", "m7g.xlarge"));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void hostsOfEitherReleaseGetWhatTheyAskFor(Map<String, String> fleet) {
        Template first = release("first", fleet, "100s");
        Template second = release("second", fleet, "90s");
        assertNotEquals(UserData.bundles(first), UserData.bundles(second));
        for (int seed = 0; seed < ORDERS; seed++) {
            RunningStack stack = new RunningStack(new Random(seed), HOSTS);
            Set<String> published = new HashSet<>(UserData.bundles(first));
            stack.update(first);
            published.addAll(UserData.bundles(second));
            assertServes(stack.update(second), published, seed);
            List<Moment> back = stack.update(first);
            assertServes(back, published, seed);
            back.getLast()
                    .hosts()
                    .forEach(host -> assertEquals(UserData.bundles(first), UserData.bundles(host.origin())));
        }
    }

    /** As when an alarm stops the roll: CloudFormation takes it back from wherever it is. */
    @ParameterizedTest
    @MethodSource("fleets")
    void hostsOfEitherReleaseGetWhatTheyAskForWhileARollIsTakenBack(Map<String, String> fleet) {
        Template first = release("first", fleet, "100s");
        Template second = release("second", fleet, "90s");
        Set<String> published = new TreeSet<>(UserData.bundles(first));
        published.addAll(UserData.bundles(second));
        for (int failing = 1; failing < 14; failing++) {
            RunningStack stack = new RunningStack(new Random(failing), HOSTS);
            stack.update(first);
            assertServes(stack.update(second, failing), published, failing);

            assertServes(stack.takeBack(first), published, failing);
        }
    }

    /** Where a host of another fleet's would be: the right to each release's bundles is not that to others'. */
    @Test
    void aHostMayReadTheBundlesOfItsOwnFleetOnly() {
        Template own = release("first", Map.of(), "100s");
        Template other =
                Fleets.release("first", Map.of(), Map.of("stack", "Other")).fleet();

        List<String> denied = Faults.of(new Moment("ask", own, other, List.of()));

        assertTrue(
                denied.stream().filter(fault -> fault.contains("s3:GetObject")).count() == 3, denied::toString);
    }

    private static void assertServes(List<Moment> moments, Set<String> published, long seed) {
        assertEquals(List.of(), Faults.of(moments), "seed " + seed);
        for (Moment moment : moments) {
            Template launches = moment.launches();
            if (launches != null) {
                assertTrue(published.containsAll(UserData.bundles(launches)), moment.step());
            }
        }
    }

    private static Template release(String release, Map<String, String> fleet, String keepalive) {
        Map<String, String> inputs = new java.util.TreeMap<>(fleet);
        inputs.put("keepalive", keepalive);
        return Fleets.release(release, inputs, Map.of()).fleet();
    }
}
