package dev.mooring.infra.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.app.InfraProgram.Work;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one ending of the programs. */
final class InfraProgramTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final InfraProgram program = new InfraProgram(
            "infra/doctor",
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8));

    @Test
    void saysWhatIsRefusedAndWhereTheHelpIs() {
        ends(64, "infra/doctor: region=virginia is not a region; correct it\nSee: infra/doctor --help\n", () -> {
            throw RefusedException.of("region", "virginia", "is not", "a region", "correct it");
        });
    }

    @Test
    void tellsWhatIsRefusedForTheMomentFromWhatIsWrong() {
        ends(69, "infra/doctor: port=1 is held by another; try later\n", () -> {
            throw RefusedException.unavailable("port", 1, "is held by", "another", "try later");
        });
    }

    @Test
    void sendsNoControlCharacterOfAValueToTheTerminal() {
        ends(
                64,
                "infra/doctor: region=\\u001b[2J\\u0007 is not a region; correct it\nSee: infra/doctor --help\n",
                () -> {
                    throw RefusedException.of("region", "\u001b[2J\u0007", "is not", "a region", "correct it");
                });
        program.print("i-1 says: \u001b]0;owned\u0007 done\n");
        assertEquals("i-1 says: \\u001b]0;owned\\u0007 done\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        ends(1, "infra/doctor: cdk.out/manifest.json: no such file\n", () -> {
            throw new UncheckedIOException(new NoSuchFileException("cdk.out/manifest.json"));
        });
    }

    @Test
    void saysWhatTheTemplatesDoWrong() {
        ends(1, "infra/doctor: one\ninfra/doctor: two\n", () -> program.judged(List.of("one", "two")));
    }

    @Test
    void namesTheLineOfABugAndPrintsNoTrace() {
        assertEquals(70, program.code(() -> {
            throw new IllegalStateException("no stack Mooring");
        }));
        String said = errors.toString(StandardCharsets.UTF_8);
        assertTrue(
                said.startsWith("infra/doctor: this is a bug of the program, please report it:"
                        + " java.lang.IllegalStateException: no stack Mooring (dev.mooring.infra.app.InfraProgramTest"),
                said);
        assertEquals(1, said.lines().count(), said);
    }

    private void ends(int code, String said, Work work) {
        assertEquals(code, program.code(work));
        assertEquals(said, errors.toString(StandardCharsets.UTF_8));
    }
}
