package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of the server's unit and what systemd has of them, on a tuned host with one thing changed. */
class UnitPropertyTest {
    private static final String RULE = "unit LimitNOFILE";
    private static final String RUN = "/run/systemd/system/mooring-server.service";
    private static final String SET = "sudo mkdir -p /etc/systemd/system/mooring-server.service.d && printf '%s\\n'"
            + " '[Service]' 'LimitNOFILE=1000000' | sudo tee"
            + " /etc/systemd/system/mooring-server.service.d/zz-mooring.zz-LimitNOFILE.conf"
            + " && sudo systemctl daemon-reload";

    @Test
    void failsAHostWithoutTheUnit() {
        TunedHost host =
                TunedHost.asRecorded().reading("unit-files", "").with("LoadState=loaded", "LoadState=not-found");

        assertEquals("FAIL The host has no mooring-server.service.", host.judged(RULE));
        assertEquals("run the tuning script of this plan", host.remedy(RULE));
    }

    @Test
    void doesNotKnowAUnitWithAFileThatCouldNotBeRead() {
        assertEquals(
                "UNKNOWN " + RUN + ".d/a.conf could not be read.",
                TunedHost.asRecorded()
                        .with(TunedHost.UNIT + ":0:", RUN + ".d/a.conf:0:unreadable\n" + TunedHost.UNIT + ":0:")
                        .judged(RULE));
    }

    @Test
    void readsAUnitAgainWhoseFilesAreRight() {
        TunedHost host = TunedHost.asRecorded().with("\nLimitNOFILE=1000000", "\nLimitNOFILE=1024");

        assertEquals(
                "FAIL systemd has 1024, although " + TunedHost.UNIT
                        + ":9 sets 1000000: another file decides, or systemd has not read it; see systemctl cat"
                        + " mooring-server.service.",
                host.judged(RULE));
        assertEquals(SET, host.remedy(RULE));
        TunedHost edited = host.with("\nMainPID=", "\nNeedDaemonReload=yes\nMainPID=");
        assertEquals("FAIL " + TunedHost.UNIT + ":9 is right, but systemd has not read it.", edited.judged(RULE));
        assertEquals("sudo systemctl daemon-reload", edited.remedy(RULE));
    }

    @Test
    void namesTheFileThatSystemdHasNotReadYet() {
        TunedHost host = TunedHost.asRecorded()
                .with(
                        TunedHost.UNIT + ":0:",
                        RUN + ".d/a.conf:0:\n" + RUN + ".d/a.conf:1:[Service]\n" + RUN
                                + ".d/a.conf:2:LimitNOFILE=1024\n" + TunedHost.UNIT + ":0:");

        assertEquals("FAIL systemd has it, until it reads " + RUN + ".d/a.conf:2, which sets 1024.", host.judged(RULE));
        assertEquals(Survival.YES, host.finding(RULE).orElseThrow().survival());
    }

    @Test
    void unmasksAUnitThatIsMaskedUntilTheNextBoot() {
        String file = "/usr/lib/systemd/system/mooring-server.service";
        TunedHost host =
                TunedHost.asRecorded().with(TunedHost.UNIT, file).with(file + ":0:", RUN + ":0:empty\n" + file + ":0:");

        assertEquals("FAIL " + RUN + " masks the unit until the next boot.", host.judged(RULE));
        assertEquals(
                "sudo systemctl unmask --runtime mooring-server.service && sudo systemctl daemon-reload",
                host.remedy(RULE));
    }

    @Test
    void readsTheFilesOfAUnitThatIsNoLongerMasked() {
        TunedHost host = TunedHost.asRecorded().with("LoadState=loaded", "LoadState=masked");

        assertEquals("FAIL The unit is masked for systemd, which has not read its files.", host.judged(RULE));
        assertEquals("sudo systemctl daemon-reload", host.remedy(RULE));
    }

    @Test
    void goesByTheFilesWhereSystemdDoesNotRun() {
        TunedHost host = TunedHost.asRecorded().reading("unit", "", 2);

        assertEquals("PASS Its files have it; systemd does not run here.", host.judged(RULE));
        assertEquals(Survival.NO, host.finding(RULE).orElseThrow().survival());
        assertEquals(
                "PASS Its files have it; systemd does not run here.",
                TunedHost.asRecorded().reading("unit", "", 127).judged(RULE),
                "there is no systemctl");
    }

    @ParameterizedTest
    @CsvSource({"no, 'FAIL The unit has no Restart; systemd takes no.'", "on-failure, PASS"})
    void takesSystemdsDefaultWhereNoFileSetsIt(String shown, String judged) {
        String found = TunedHost.asRecorded()
                .with(":11:Restart=on-failure", ":11:")
                .with("\nRestart=on-failure", "\nRestart=" + shown)
                .judged("unit Restart");

        assertEquals(
                shown.equals("no") ? judged : "FAIL systemd has it now, but no lasting file sets it for the next boot.",
                found);
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/systemd/system/mooring-server.service, ''",
        "/usr/lib/systemd/system/mooring-server.service, /usr/lib/systemd/system/mooring-server.service",
        "'/etc/systemd/system.control/mooring-server.service.d/50-MemoryMax.conf', ''",
    })
    void leavesAloneWhatItReadItselfAndWhatSetPropertyWrites(String path, String elsewhere) {
        String judged = TunedHost.asRecorded()
                .with("\nMainPID=", "\nFragmentPath=" + path + "\nMainPID=")
                .judged(RULE);

        assertEquals(
                elsewhere.isEmpty()
                        ? "PASS systemd has it."
                        : "UNKNOWN systemd reads " + elsewhere
                                + ", which this check did not: what the next boot has is not known.",
                judged);
    }

    @Test
    void outdoesTheLastOfTheDropIns() {
        String dropIn = TunedHost.UNIT + ".d/zzz.conf";

        assertEquals(
                SET.replace("zz-mooring.zz-", "zzz.zz-"),
                TunedHost.asRecorded()
                        .with(
                                TunedHost.UNIT + ":0:",
                                dropIn + ":0:\n" + dropIn + ":1:[Service]\n" + dropIn + ":2:LimitNOFILE=5\n"
                                        + TunedHost.UNIT + ":0:")
                        .remedy(RULE));
    }
}
