package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What systemd ignores, joins and takes back in the files of a unit. */
class UnitFilesTest {
    private static final String UNIT = "/etc/systemd/system/mooring-server.service";

    @Test
    void passesOverValuesThatSystemdCannotRead() {
        assertEquals("1000000", winner("LimitNOFILE", "LimitNOFILE=1000000", "LimitNOFILE=1M", "LimitNOFILE=9:1"));
        assertEquals("on-failure", winner("Restart", "Restart=on-failure", "Restart=yes", "Restart="));
        assertEquals("1020", winner("TimeoutStopSec", "TimeoutStopSec=1020", "TimeoutStopSec=5ns"));
    }

    @Test
    void readsNumbersOfEveryBaseAndZeroSecondsAsNoLimit() {
        assertEquals(Optional.of("1000000"), UnitLimit.hard("0xF4240"));
        assertEquals(Optional.of("1000000"), UnitLimit.hard("1024:03641100"));
        assertEquals(Optional.of("infinity"), UnitLimit.hard("infinity"));
        assertEquals(Optional.of("infinity"), TimeSpan.limit("0"));
        assertEquals(Optional.empty(), TimeSpan.limit("5.5.5"));
    }

    @Test
    void joinsALineWithTheNextOneAfterABackslash() {
        assertEquals("1024", winner("LimitNOFILE", "LimitNOFILE=\\", "1024"));
        assertEquals("none", winner("LimitNOFILE", "Description=x \\", "LimitNOFILE=1024"));
        assertEquals("1024", winner("LimitNOFILE", "Description=x \\", "", "LimitNOFILE=1024"));
    }

    @Test
    void readsNoFurtherThanABrokenHeading() {
        assertEquals("1024", winner("LimitNOFILE", "LimitNOFILE=1024", "[Service", "[Service]", "LimitNOFILE=2048"));
    }

    @Test
    void takesBackCommandsAndConditionsAtAnEmptyOne() {
        UnitFiles files = files(
                "ExecStart=/a", "ExecStart=", "ExecStart=/b", "[Unit]", "ConditionPathExists=/c", "ConditionHost=");

        assertEquals(List.of("/b"), files.commands());
        assertEquals(List.of(), files.conditions("Condition"));
    }

    @Test
    void readsEachKeyInItsOwnSectionAndByItsOwnName() {
        assertEquals("1024", winner("LimitNOFILE", "LimitNOFILE=1024", "[Unit]", "LimitNOFILE=2048"));
        assertEquals("90", winner("TimeoutStopSec", "TimeoutSec=90"));
        assertEquals("none", winner("Nice", "TimeoutSec=90"));
        assertEquals(List.of(), files("[Unit]", "Condition=x").conditions("Condition"));
        assertEquals(
                List.of("ConditionHost=x"), files("[Unit]", "ConditionHost=x").conditions("Condition"));
    }

    @Test
    void letsTheMoreSpecificFolderReplaceADropInOfTheSameName() {
        String all = "/etc/systemd/system/service.d/a.conf";
        String alike = "/etc/systemd/system/mooring-.service.d/a.conf";
        String own = "/usr/lib/systemd/system/mooring-server.service.d/a.conf";

        assertEquals("3", limit(all, "3"));
        assertEquals("2", limit(all, "3", alike, "2"));
        assertEquals("1", limit(all, "3", own, "1"));
        assertEquals("1", limit(alike, "2", "/etc/systemd/system/mooring-server.service.d/a.conf", "1"));
        assertEquals(
                "2",
                limit(
                        "/etc/systemd/system/mooring-server.service.d/a.conf",
                        "1",
                        "/etc/systemd/system/mooring-.service.d/b.conf",
                        "2"));
    }

    /** The limit that a unit has by drop-ins, each a path and a value. */
    private static String limit(String... dropIns) {
        StringBuilder text = new StringBuilder(UNIT + ":0:\n" + UNIT + ":1:[Service]\n");
        for (int each = 0; each < dropIns.length; each += 2) {
            text.append(dropIns[each]).append(":0:\n");
            text.append(dropIns[each]).append(":1:[Service]\n");
            text.append(dropIns[each])
                    .append(":2:LimitNOFILE=")
                    .append(dropIns[each + 1])
                    .append('\n');
        }
        return UnitFiles.lasting(ConfigurationFiles.of(new ProbeSection(text.toString(), 0)))
                .winner("LimitNOFILE")
                .map(Assignment::value)
                .orElse("none");
    }

    private static String winner(String key, String... lines) {
        return files(lines).winner(key).map(Assignment::value).orElse("none");
    }

    private static UnitFiles files(String... lines) {
        StringBuilder text = new StringBuilder(UNIT + ":0:\n" + UNIT + ":1:[Service]\n");
        for (int number = 0; number < lines.length; number++) {
            text.append(UNIT)
                    .append(':')
                    .append(number + 2)
                    .append(':')
                    .append(lines[number])
                    .append('\n');
        }
        return UnitFiles.lasting(ConfigurationFiles.of(new ProbeSection(text.toString(), 0)));
    }
}
