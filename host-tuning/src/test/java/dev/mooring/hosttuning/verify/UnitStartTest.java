package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.hosttuning.setting.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps systemd from starting the server at the next boot, or clients from reaching it then. */
class UnitStartTest {
    private static final String RULE = "unit start";
    private static final String STARTS = "PASS systemd starts it at every boot.";
    private static final String LOOK = "systemctl cat mooring-server.service, and take it out";
    private static final String COMMAND =
            ":8:ExecStart=/opt/mooring/server/bin/mooring-server --config /etc/mooring/server.properties";

    @Test
    void passesAUnitThatIsEnabledAndStartsTheServer() {
        assertEquals(STARTS, TunedHost.asRecorded().judged(RULE));
    }

    @Test
    void enablesAUnitThatIsNot() {
        TunedHost host = TunedHost.asRecorded().with("UnitFileState=enabled", "UnitFileState=static");

        assertEquals("FAIL The unit is static: no boot starts the server.", host.judged(RULE));
        assertEquals("sudo systemctl enable mooring-server.service", host.remedy(RULE));
    }

    @Test
    void goesByTheLinksThatAreThereNowBeforeWhatSystemdRemembers() {
        assertEquals(
                "FAIL The unit is disabled: no boot starts the server.",
                TunedHost.asRecorded()
                        .with("UnitFileState=enabled", "UnitFileState=enabled\nIsEnabled=disabled")
                        .judged(RULE));
    }

    @Test
    void failsAUnitWithoutACommand() {
        TunedHost host = TunedHost.asRecorded().with(COMMAND, ":8:");

        assertEquals("FAIL No lasting file of the unit starts anything at the next boot.", host.judged(RULE));
        assertEquals(LOOK, host.remedy(RULE));
    }

    @Test
    void failsAUnitWithTwoCommands() {
        TunedHost host = TunedHost.asRecorded()
                .with(COMMAND, ":8:ExecStart=/a/mooring-server\n" + TunedHost.UNIT + ":9:ExecStart=/b/mooring-server");

        assertEquals(
                "FAIL The unit has 2 commands, and systemd starts a service with one: /a/mooring-server;"
                        + " /b/mooring-server.",
                host.judged(RULE));
        assertEquals(LOOK, host.remedy(RULE));
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/env A=1 /opt/mooring/server/bin/mooring-server --config x, true",
        "/opt/mooring/server/bin/mooring-server, true",
        "/opt/mooring/server/bin/mooring-server-old, false",
        "/usr/bin/python3 -m http.server, false",
    })
    void knowsTheServersProgramAlsoBehindAnother(String command, boolean isServer) {
        assertEquals(
                isServer ? STARTS : "FAIL The unit starts something else: " + command + ".",
                TunedHost.asRecorded().with(COMMAND, ":8:ExecStart=" + command).judged(RULE));
    }

    @Test
    void leavesWhatSystemdHasLoadedAloneWhereTheNextBootReadsOtherFiles() {
        TunedHost other = TunedHost.asRecorded().with("\nMainPID=", "\nExecStart=/bin/true\nMainPID=");

        assertEquals("FAIL The unit starts something else: /bin/true.", other.judged(RULE));
        assertEquals(
                STARTS,
                other.with("\nMainPID=", "\nNeedDaemonReload=yes\nMainPID=").judged(RULE));
        assertEquals(
                STARTS,
                other.with("\nMainPID=", "\nDropInPaths=/run/systemd/system/mooring-server.service.d/a.conf\nMainPID=")
                        .judged(RULE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "ConditionPathExists=/x @ 0 ConditionPathExists=/x @ ''",
                "ConditionPathExists=/x @ 1 ConditionPathExists=/x @ ConditionPathExists=/x",
                "AssertPathExists=/x @ 1 AssertPathExists=/x @ AssertPathExists=/x",
                "ConditionA=|1;ConditionB=|2 @ 1 ConditionA=|1;0 ConditionB=|2 @ ''",
                "ConditionA=|1;ConditionB=|2 @ 0 ConditionA=|1;1 ConditionB=|2 @ ''",
                "ConditionA=|1;ConditionB=|2 @ 1 ConditionA=|1;1 ConditionB=|2 @ ConditionA=|1",
                "ConditionA=|1;ConditionB=2 @ 0 ConditionA=|1;1 ConditionB=2 @ ConditionB=2",
                "ConditionA=|1;ConditionB=2 @ 1 ConditionA=|1;0 ConditionB=2 @ ConditionA=|1",
                "ConditionA=1;ConditionA= @ 1 ConditionA=1 @ ''",
            })
    void failsAUnitWithAConditionThatDecidesAndIsNotMet(String conditions, String met, String unmet) {
        TunedHost host = conditioned(conditions).reading("unit-conditions", met.replace(';', '\n'));

        assertEquals(
                unmet.isEmpty() ? STARTS : "FAIL " + unmet + " is not met, so systemd does not start the unit.",
                host.judged(RULE));
    }

    @ParameterizedTest
    @CsvSource({"no, false", "yes, true"})
    void believesSystemdOfAConditionThatItDidNotTellApart(String result, boolean starts) {
        assertEquals(
                starts ? STARTS : "FAIL A condition of the unit is not met, so systemd does not start it.",
                conditioned("ConditionHost=x")
                        .with("\nMainPID=", "\nConditionResult=" + result + "\nMainPID=")
                        .judged(RULE));
    }

    @Test
    void believesItsOwnEyesBeforeAResultOfTheLastStart() {
        assertEquals(
                STARTS,
                conditioned("ConditionHost=x")
                        .reading("unit-conditions", "0 ConditionHost=x")
                        .with("\nMainPID=", "\nConditionResult=no\nMainPID=")
                        .judged(RULE));
    }

    @ParameterizedTest
    @CsvSource({"63, false", "64, true", "1000000, true", "infinity, true", "2000000:32, true", "16:32, false"})
    void needsTheFilesThatAProgramOpensToStart(String limit, boolean starts) {
        assertEquals(
                starts
                        ? STARTS
                        : "FAIL LimitNOFILE=" + limit.replaceFirst(".*:", "")
                                + ": fewer files than a program opens to start.",
                TunedHost.asRecorded()
                        .with(":9:LimitNOFILE=1000000", ":9:LimitNOFILE=" + limit)
                        .judged(RULE));
    }

    @ParameterizedTest
    @CsvSource({"63, false", "64, true", "infinity, true"})
    void needsTheThreadsThatAServerStarts(String tasks, boolean starts) {
        assertEquals(
                starts ? STARTS : "FAIL TasksMax=" + tasks + ": fewer threads than the server starts.",
                TunedHost.asRecorded()
                        .with("\nMainPID=", "\nTasksMax=" + tasks + "\nMainPID=")
                        .judged(RULE));
    }

    @Test
    void writesAFileOfItsOwnForWhatKeepsTheServerFromTheNetwork() {
        String write = TunedHost.asRecorded()
                .with("\nMainPID=", "\nPrivateNetwork=yes\nMainPID=")
                .remedy(RULE);

        assertEquals(
                "sudo mkdir -p /etc/systemd/system/mooring-server.service.d && printf '%s\\n' '[Service]'"
                        + " 'PrivateNetwork=no' | sudo tee"
                        + " /etc/systemd/system/mooring-server.service.d/zz-mooring.zz-PrivateNetwork.conf"
                        + " && sudo systemctl daemon-reload",
                write);
    }

    @Test
    void saysNothingOfALoadGeneratorOrWhereSystemdDoesNotRun() {
        assertEquals(
                0,
                TunedHost.asRecorded().report(Role.LOAD_GENERATOR).findings().stream()
                        .filter(finding -> finding.check().id().equals(RULE))
                        .count());
        assertEquals("nothing", TunedHost.asRecorded().reading("unit", "", 2).judged(RULE));
    }

    @Test
    void doesNotKnowWhereSystemdCouldNotBeAsked() {
        assertEquals(
                "UNKNOWN systemctl show gave no answer about the unit, in time or at all.",
                TunedHost.asRecorded().reading("unit", "", 1).judged(RULE));
    }

    /** The recorded unit with lines in its first section, of which the fifth is free. */
    private static TunedHost conditioned(String lines) {
        StringBuilder files = new StringBuilder(":4:After=network-online.target");
        for (String line : lines.split(";", -1)) {
            files.append('\n').append(TunedHost.UNIT).append(":5:").append(line);
        }
        return TunedHost.asRecorded().with(":4:After=network-online.target", files.toString());
    }
}
