package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanPropertiesTest {
    @Test
    void carriesThePlanThroughText() {
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.of(Map.of("total", 2_000_000, "max-hosts", 5)));
        String text = PlanProperties.of(plan).text();
        assertEquals(plan, CapacityPlanner.plan(PlanProperties.parse(text).spec()));
    }

    @Test
    void writesTheServersFileInTheOrderOfItsKeys() {
        assertEquals(
                """
                drain-window=900s
                health=0.0.0.0:9001
                idle-timeout=350s
                keepalive=100s
                max-connections=600000
                pong-timeout=20s
                ports=8080-8095
                """,
                PlanProperties.ofServer(CapacityPlanner.plan(FleetSpec.defaults()), Messaging.NONE, Authentication.NONE)
                        .text());
    }

    @Test
    void tellsTheServerOfTheHeaderThatTheLoadBalancerSends() {
        String text = PlanProperties.ofServer(
                        CapacityPlanner.plan(FleetSpec.of(Map.of("proxy-protocol", true))),
                        Messaging.NONE,
                        Authentication.NONE)
                .text();
        assertTrue(text.contains("\nproxy-protocol=required\n"), text);
    }

    @Test
    void writesDerivedNumbersUnderTheirOwnPrefix() {
        String text =
                PlanProperties.of(CapacityPlanner.plan(FleetSpec.defaults())).text();
        assertTrue(text.contains("\nplan.fs.nr_open=1048576\n"), text);
        assertTrue(text.contains("\nplan.target-mode=ip\n"), text);
    }

    @Test
    void skipsCommentsAndBlankLines() {
        assertEquals(
                Map.of("keepalive", "60s"),
                PlanProperties.parse("# a comment\n\n keepalive = 60s \n").values());
    }

    @Test
    void takesAKeyOfOneLetterAndRefusesALineWithoutAKey() {
        assertEquals(Map.of("a", "b"), PlanProperties.parse("a=b").values());
        assertEquals("line==b is not key=value; correct the line", refusal(() -> PlanProperties.parse("=b")));
    }

    @Test
    void refusesALineWithoutAValue() {
        assertEquals(
                "line=keepalive is not key=value; correct the line", refusal(() -> PlanProperties.parse("keepalive")));
    }

    @Test
    void refusesAKeyThatComesTwice() {
        assertEquals(
                "ports=8081 is given twice; keep one of the lines",
                refusal(() -> PlanProperties.parse("ports=8080\nports=8081\n")));
    }

    /** The first 16 digits that sha256sum(1) says of the text. */
    @Test
    void tellsAPlanByTheBeginningOfItsSha256() {
        assertEquals("fe3209d6d4f51935", PlanProperties.parse("a = 1").fingerprint());
    }

    @Test
    void tellsTheServerOfItsMessaging() {
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.defaults());
        Messaging messaging = Messaging.of(Map.of("backend", "http://backend.internal/"));
        Map<String, String> with =
                PlanProperties.ofServer(plan, messaging, Authentication.NONE).values();
        assertEquals("http://backend.internal/", with.get("backend"));
        assertEquals(
                PlanProperties.ofServer(plan, Messaging.NONE, Authentication.NONE)
                                .values()
                                .size()
                        + 1,
                with.size());
    }

    @Test
    void namesTheTrackingTimeoutWhereTheLaunchTemplateCanSetIt() {
        assertEquals("700s", derivedTimeout("m8i.xlarge"));
        assertEquals("none", derivedTimeout("m3.xlarge"));
    }

    private static String derivedTimeout(String type) {
        return PlanProperties.of(CapacityPlanner.plan(FleetSpec.of(Map.of("instance-type", type))))
                .values()
                .getOrDefault("plan.interface-tracking-timeout", "none");
    }
}
