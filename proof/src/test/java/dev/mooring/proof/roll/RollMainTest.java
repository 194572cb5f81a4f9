package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RollMainTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void refusesAnOptionItDoesNotKnow() {
        assertEquals(64, run("--pace=9"));
        assertEquals(
                "proof/roll: argument=--pace=9 is not one this program knows; leave it out\nSee: proof/roll --help\n",
                errors.toString());
    }

    @Test
    void refusesAWindowWithoutAUnit() {
        assertEquals(64, run("--drain-window=5"));
        assertEquals(
                "proof/roll: drain-window=5 is not a duration; write a whole number with ms, s, m or h, as in 100s\nSee: proof/roll --help\n",
                errors.toString());
    }

    @Test
    void refusesAWindowThatNoLoadBalancerWaitsFor() {
        assertEquals(64, run("--drain-window=61m"));
        assertEquals(
                "proof/roll: drain-window=3660s is more than 3600s; 15s shows a roll well\nSee: proof/roll --help\n",
                errors.toString());
    }

    @Test
    void refusesAFrontThatIsNone() {
        assertEquals(64, run("--front=alb"));
        assertEquals(
                "proof/roll: front=alb is not one of nlb, direct; write one of them\nSee: proof/roll --help\n",
                errors.toString());
    }

    @Test
    void refusesMoreNewcomersThanComeInTheTimeOfTheRoll() {
        assertEquals(64, run("--newcomers=1000000"));
        assertEquals(
                "proof/roll: newcomers=1000000 is outside 1-72000; lower it, or the speed\nSee: proof/roll --help\n",
                errors.toString());
    }

    @Test
    void refusesACapAtWhichTwoHostsDoNotHoldAll() {
        assertEquals(64, run("--kill", "--connections=15000", "--cap=7499"));
        assertEquals("""
                proof/roll: cap=7499 is outside 7500-14999; two of three hosts must hold all, and one of three none alone
                See: proof/roll --help
                """, errors.toString());
    }

    private int run(String... arguments) {
        String[] all =
                Stream.concat(Stream.of("--root=.."), Stream.of(arguments)).toArray(String[]::new);
        return RollMain.commandLine().setErr(new PrintWriter(errors, true)).execute(all);
    }
}
