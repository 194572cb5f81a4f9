package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which line loads a module at the next boot, and which forbids it; beside systemd in ModulesAgainstSystemdTest. */
class ModuleFactsTest {
    private static final String MODULE = "nf_conntrack";
    private static final String NAMED = "/etc/modules-load.d/a.conf:1:nf_conntrack\n";

    @ParameterizedTest
    @CsvSource({
        "nf_conntrack, true",
        "nf-conntrack, true",
        "conntrack, false",
        "nf_conntrack_ftp, false",
        "other, false",
    })
    void findsTheLineThatNamesAModule(String line, boolean names) {
        assertEquals(
                names ? "/etc/modules-load.d/a.conf:1" : "none",
                naming("/etc/modules-load.d/a.conf:1:" + line, "", ""));
    }

    @Test
    void knowsAModuleByAnAliasThatStandsForIt() {
        String alias = "/etc/modprobe.d/a.conf:1:alias ip-conn* nf-conntrack\n";

        assertEquals("/etc/modules-load.d/a.conf:1", naming("/etc/modules-load.d/a.conf:1:ip_conntrack", alias, ""));
        assertEquals("none", naming("/etc/modules-load.d/a.conf:1:ip_tables", alias, ""));
        assertEquals(
                "none",
                naming(NAMED, "/etc/modprobe.d/a.conf:1:alias nf_conntrack other\n", ""),
                "an alias of that name leads elsewhere");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ro modules_load=br_netfilter,nf_conntrack quiet | true",
                "modules_load=nf_conntrack_ftp                   | false",
                "xmodules_load=nf_conntrack                      | false",
            })
    void readsModulesOfTheKernelsCommandLine(String commandLine, boolean names) {
        assertEquals(names ? "the kernel's command line:1" : "none", naming("", "", commandLine));
    }

    @Test
    void doesNotCountAFileThatIsGoneAfterABoot() {
        assertEquals("none", naming("/run/modules-load.d/a.conf:1:nf_conntrack\n", "", ""));
        assertEquals(
                "none",
                naming("/run/modules-load.d/a.conf:1:other\n/usr/lib/modules-load.d/a.conf:1:nf_conntrack\n", "", ""),
                "another of its name is before it until then");
        assertEquals(
                "none",
                naming("/etc/modules-load.d/a.conf:1:conn\n", "/run/modprobe.d/a.conf:1:alias conn nf_conntrack\n", ""),
                "nor is its alias there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blacklist nf_conntrack                                  | certain",
                "blacklist nf-conntrack                                  | certain",
                "blacklist nf_*                                          | none",
                "blacklist other                                         | none",
                "blacklist                                               | none",
                "install nf_conntrack /bin/true                          | certain",
                "install nf_* /bin/false                                 | certain",
                "install nf_conntrack echo no                            | certain",
                "install nf_conntrack                                    | none",
                "install other /bin/true                                 | none",
                "install nf_conntrack /bin/true; insmod x                | command",
                "install nf_conntrack /bin/true && /bin/false            | command",
                "install nf_conntrack echo modprobe nf_conntrack         | command",
                "install nf_conntrack /usr/local/bin/mine                | command",
                "install nf_conntrack /sbin/modprobe nf_conntrack        | command",
                "install nf_conntrack /sbin/modprobe -i nf_conntrack     | none",
                "install nf_conntrack modprobe --ignore-install nf-conntrack; true | none",
                "install nf_conntrack modprobe nf-conntrack -i           | none",
                "install nf_conntrack modprobe -i other                  | command",
                "install nf_conntrack modprobe -ix nf_conntrack          | command",
                "options nf_conntrack hashsize=1                         | none",
            })
    void tellsWhatForbidsAModuleFromACommandInItsPlace(String line, String obstacle) {
        Optional<ModuleFacts.Obstacle> found = obstacle("/etc/modprobe.d/a.conf:3:" + line + "\n", "");

        assertEquals(obstacle, inWord(found));
        found.ifPresent(forbidding -> assertEquals("/etc/modprobe.d/a.conf:3, " + line.strip(), forbidding.inWords()));
    }

    @Test
    void letsABlacklistWinOverACommandThatLoads() {
        assertEquals(
                "certain",
                inWord(obstacle(
                        inOneFile("install nf_conntrack modprobe -i nf_conntrack", "blacklist nf_conntrack"), "")));
    }

    @Test
    void goesByTheFirstOfTwoCommands() {
        assertEquals(
                "none",
                inWord(obstacle(
                        inOneFile("install nf_conntrack modprobe -i nf_conntrack", "install nf_conntrack /bin/true"),
                        "")));
    }

    @Test
    void joinsALineThatEndsWithABackslashToTheNextOne() {
        assertEquals(
                "/etc/modprobe.d/a.conf, install nf_conntrack /bin/true",
                obstacle("/etc/modprobe.d/a.conf:1:install nf_conntrack \\\n/etc/modprobe.d/a.conf:2:/bin/true\n", "")
                        .orElseThrow()
                        .inWords());
        assertEquals(
                "certain",
                inWord(obstacle(
                        "/etc/modprobe.d/a.conf:1:options x \\\n/etc/modprobe.d/a.conf:3:blacklist nf_conntrack\n",
                        "")),
                "a comment, which is not among the lines, ends it");
        assertEquals(
                "certain",
                inWord(obstacle(
                        "/etc/modprobe.d/a.conf:1:options x \\\n/etc/modprobe.d/b.conf:2:blacklist nf_conntrack\n",
                        "")),
                "another file ends it");
        assertEquals(
                "none",
                inWord(obstacle(
                        "/etc/modprobe.d/a.conf:1:options x \\\n/etc/modprobe.d/a.conf:2:blacklist nf_conntrack\n",
                        "")),
                "it is an option of x");
    }

    @Test
    void findsWhatForbidsItNowOrAfterABoot() {
        assertEquals("certain", inWord(obstacle("/run/modprobe.d/a.conf:1:blacklist nf_conntrack\n", "")));
        assertEquals(
                "certain",
                inWord(obstacle(
                        "/run/modprobe.d/a.conf:1:options x\n/usr/lib/modprobe.d/a.conf:1:blacklist nf_conntrack\n",
                        "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modprobe.blacklist=nf_conntrack         | certain",
                "ro modprobe.blacklist=a,nf_conntrack    | certain",
                "modprobe.blacklist=nf-conntrack         | none",
                "modprobe.blacklist=a                    | none",
            })
    void readsTheBlacklistOfTheKernelsCommandLineWhereADashIsNoUnderscore(String commandLine, String obstacle) {
        Optional<ModuleFacts.Obstacle> found = obstacle("", commandLine);

        assertEquals(obstacle, inWord(found));
        found.ifPresent(
                forbidding -> assertEquals("modprobe.blacklist on the kernel's command line", forbidding.inWords()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insmod /lib/modules/6.1/kernel/net/nf_conntrack.ko      | none",
                "insmod /lib/modules/6.1/kernel/net/nf-conntrack.ko.xz a=1 | none",
                "builtin nf_conntrack                                    | none",
                "insmod /lib/modules/6.1/nf_conntrack_ftp.ko             | modprobe -D -b, which would not load it",
                "insmod                                                  | modprobe -D -b, which would not load it",
                "''                                                      | modprobe -D -b, which would not load it",
                "install /bin/false                                      | install /bin/false",
                "install modprobe -i nf_conntrack                        | none",
                "install a;install /bin/false                            | install a install /bin/false",
            })
    void believesModprobeThatWasAsked(String said, String obstacle) {
        ModuleFacts facts = facts("", "", Map.of(MODULE, new ProbeSection(said.replace(';', '\n'), 0)));

        assertEquals(
                obstacle,
                facts.obstacle(MODULE).map(ModuleFacts.Obstacle::inWords).orElse("none"));
        assertEquals(Evidence.MODPROBE, facts.evidence(MODULE));
        assertEquals(Evidence.FILES, facts.evidence("other"));
    }

    @Test
    void findsWhatModprobeDoesNotSeeBecauseItComesWithTheNextBoot() {
        String options = "/run/modprobe.d/a.conf:1:options x\n/usr/lib/modprobe.d/a.conf:1:blacklist nf_conntrack\n";
        ProbeSection loads = new ProbeSection("builtin nf_conntrack", 0);

        assertEquals("certain", inWord(facts(options, "", Map.of(MODULE, loads)).obstacle(MODULE)));
        assertEquals(
                "none",
                inWord(facts("/etc/modprobe.d/a.conf:1:blacklist nf_conntrack\n", "", Map.of(MODULE, loads))
                        .obstacle(MODULE)),
                "it has read that one, and loads it all the same");
    }

    @Test
    void namesTheFilesWithoutWhichNothingIsCertain() {
        ModuleFacts load = new ModuleFacts(files("/etc/modules-load.d/a.conf:0:unreadable"), files(""), "", Map.of());
        ModuleFacts options = new ModuleFacts(files(""), files("/etc/modprobe.d/b.conf:0:unreadable"), "", Map.of());

        assertFalse(load.complete());
        assertEquals("/etc/modules-load.d/a.conf", load.unread());
        assertFalse(options.complete());
        assertEquals("/etc/modprobe.d/b.conf", options.unread());
        assertTrue(facts("", "", Map.of()).complete());
    }

    private static String inOneFile(String first, String second) {
        return "/etc/modprobe.d/a.conf:1:" + first + "\n/etc/modprobe.d/a.conf:2:" + second + "\n";
    }

    private static String inWord(Optional<ModuleFacts.Obstacle> obstacle) {
        return obstacle.map(found -> found.isCertain() ? "certain" : "command").orElse("none");
    }

    private static String naming(String load, String options, String commandLine) {
        return new ModuleFacts(files(load), files(options), commandLine, Map.of())
                .naming(MODULE)
                .map(ConfiguredLine::origin)
                .orElse("none");
    }

    private static Optional<ModuleFacts.Obstacle> obstacle(String options, String commandLine) {
        return facts(options, commandLine, Map.of()).obstacle(MODULE);
    }

    private static ModuleFacts facts(String options, String commandLine, Map<String, ProbeSection> tried) {
        return new ModuleFacts(files(NAMED), files(options), commandLine, tried);
    }

    private static ConfigurationFiles files(String text) {
        return ConfigurationFiles.of(new ProbeSection(text, 0));
    }
}
