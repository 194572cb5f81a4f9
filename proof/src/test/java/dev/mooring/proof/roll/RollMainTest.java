package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RollMainTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void refusesAnOptionItDoesNotKnow() {
        assertEquals(64, run("--speed=9"));
        assertEquals(
                "proof/roll: argument=--speed=9 is not one this program knows; leave it out\nSee: proof/roll --help\n",
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

    private int run(String argument) {
        return RollMain.commandLine().setErr(new PrintWriter(errors, true)).execute("--root=..", argument);
    }
}
