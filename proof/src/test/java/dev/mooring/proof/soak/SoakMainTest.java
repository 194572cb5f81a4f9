package dev.mooring.proof.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SoakMainTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void refusesAScenarioItDoesNotKnow() {
        assertEquals(64, run("--scenarios", "kill,earthquake"));
        assertEquals(
                "proof/soak: scenarios=earthquake is none of"
                        + " reconnect,stopped-clients,stopped-server,clock-jump,kill,packet-loss,cut-requests,"
                        + "every-bound,last-one-out,narrow-wire,churn;"
                        + " name only these\nSee: proof/soak --help\n",
                errors.toString());
    }

    @Test
    void refusesMoreConnectionsThanOneProcessHolds() {
        assertEquals(64, run("--connections", "600000"));
        assertEquals(
                "proof/soak: connections=600000 is outside 100-18900;"
                        + " one process of each side holds them, with 20,000 descriptors\nSee: proof/soak --help\n",
                errors.toString());
    }

    @Test
    void refusesNoDuration() {
        assertEquals(64, run("--duration", "0s"));
        assertEquals("proof/soak: duration=0s is less than 1s; raise it\nSee: proof/soak --help\n", errors.toString());
    }

    @Test
    void refusesAReportInAFolderThatIsNotThere() {
        assertEquals(64, run("--json", "/no-such-folder/soak.json"));
        assertEquals(
                "proof/soak: json=/no-such-folder/soak.json is not in a folder that may be written;"
                        + " create the folder or name another\nSee: proof/soak --help\n",
                errors.toString());
    }

    private int run(String... arguments) {
        CommandLine command = SoakMain.commandLine().setErr(new PrintWriter(errors, true));
        String[] all = new String[arguments.length + 2];
        all[0] = "--root";
        all[1] = System.getProperty("user.dir");
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return command.execute(all);
    }
}
