package dev.mooring.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearseMainTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void refusesAnOptionItDoesNotKnow() {
        assertEquals(64, run("--speed", "9"));
        assertEquals(
                "rehearse: argument=--speed is not one this program knows; leave it out\nSee: rehearse --help\n",
                errors.toString());
    }

    @Test
    void refusesAKeepaliveWithoutAUnit() {
        assertEquals(64, run("--keepalive", "5"));
        assertEquals(
                "rehearse: keepalive=5 is not a duration; write a whole number with ms, s, m or h, as in 100s\nSee: rehearse --help\n",
                errors.toString());
    }

    @Test
    void refusesToHoldNothing() {
        assertEquals(64, run("--connections", "0"));
        assertEquals("rehearse: connections=0 is less than 1; raise it\nSee: rehearse --help\n", errors.toString());
    }

    @Test
    void refusesADrainWithoutTime() {
        assertEquals(64, run("--drain-window", "0s"));
        assertEquals(
                "rehearse: drain-window=0s is outside 1ms-900s; 5s shows it well\nSee: rehearse --help\n",
                errors.toString());
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--root", ".."));
        all.addAll(List.of(arguments));
        return RehearseMain.commandLine(OrderlyStop.ofProgram())
                .setErr(new PrintWriter(errors, true))
                .execute(all.toArray(String[]::new));
    }
}
