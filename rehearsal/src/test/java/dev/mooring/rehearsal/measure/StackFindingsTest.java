package dev.mooring.rehearsal.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mooring.rehearsal.measure.StackFindings.NotSynthesized;
import dev.mooring.rehearsal.measure.StackFindings.Synthesized;
import org.junit.jupiter.api.Test;

class StackFindingsTest {
    private static final String SUMMARY = """
            fleet                   1 to 2 m3.xlarge of 600,000 connections each, 16 targets a host, front nlb
            cost                    $398 a month, idle
            CloudWatch              5 Alarm, 1 Dashboard
            Events                  2 Rule
            """;

    @Test
    void countsTheResourcesOfEachService() {
        assertEquals(8, synthesized().resources());
    }

    @Test
    void keepsEachLine() {
        assertEquals("$398 a month, idle", synthesized().lines().get("cost"));
        assertEquals("fleet", synthesized().lines().firstEntry().getKey());
    }

    @Test
    void saysWhyThereIsNoStackInTheProgramsLastWords() {
        assertEquals(
                new NotSynthesized("connections=0 is less than 1; raise it"),
                StackFindings.of(64, "", "a warning\nmooring: connections=0 is less than 1; raise it\n\n"));
    }

    @Test
    void saysHowAProgramEndedThatSaidNothing() {
        assertEquals(new NotSynthesized("infra/synth exited with 137"), StackFindings.of(137, "", ""));
    }

    @Test
    void takesNoSummaryOfAStackThatBreaksARule() {
        assertEquals(
                new NotSynthesized("a rule"),
                StackFindings.of(1, SUMMARY, "infra/synth: a rule\nSee: infra/synth --help\n"));
    }

    private static Synthesized synthesized() {
        return assertInstanceOf(Synthesized.class, StackFindings.of(0, SUMMARY, ""));
    }
}
