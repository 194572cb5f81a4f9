package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the lines of limits.d ask for a user; beside PAM itself in LimitsAgainstPamTest. */
class LimitsFilesTest {
    private static final String FILE = "/etc/security/limits.d/a.conf";
    private static final PamRelease DEBIAN = PamRelease.of(new ProbeSection("dpkg 1.5.2-6+deb12u1", 0));
    private static final PamRelease OTHER = PamRelease.of(new ProbeSection("rpm 1.5.1-3", 0));
    private static final LimitsUser ANN =
            LimitsUser.of("ann uid=1000(ann) gid=1001(people) groups=1001(people),27(sudo)");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann soft nofile 5                      | 5/none",
                "ann hard nofile 5                      | none/5",
                "ann - nofile 5                         | 5/5",
                "ann HARD NoFile 5                      | none/5",
                "ann hard nproc 5                       | none/none",
                "ann hard nofile                        | none/none",
                "ann both nofile 5                      | none/none",
                "ann hard nofile 5 # nofile 6           | none/5",
                "# ann hard nofile 5                    | none/none",
                "bob hard nofile 5                      | none/none",
                "ann hard nofile 5;ann hard nofile 6    | none/6",
                "ann hard nofile 5;* hard nofile 6      | none/5",
                "* hard nofile 6;ann hard nofile 5      | none/5",
                "ann hard nofile 5;@sudo hard nofile 6  | none/5",
                "@sudo hard nofile 6;* hard nofile 7    | none/6",
                "ann soft nofile 5;* - nofile 6         | 5/none",
                "ann hard nofile 5;* - nofile 6         | 6/5",
            })
    void letsTheNarrowestDomainDecideAndThenTheLastLine(String lines, String limits) {
        assertEquals(limits, wish(ANN, OTHER, lines));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unlimited               | unlimited",
                "UNLIMITED               | unlimited",
                "infinity                | unlimited",
                "-                       | unlimited",
                "-1                      | unlimited",
                "+7                      | 7",
                "7k                      | 7",
                "-2                      | 18446744073709551614",
                "-0                      | 0",
                "18446744073709551615    | unlimited",
                "99999999999999999999999 | unlimited",
                "-99999999999999999999999| unlimited",
                "many                    | none",
                "0x10                    | 0",
            })
    void readsNumbersAsStrtoullDoes(String value, String read) {
        assertEquals("none/" + read, wish(ANN, OTHER, "ann hard nofile " + value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann -                   | true",
                "@sudo -                 | true",
                "@other -                | false",
                "1000:1000 -             | true",
                "%:1000 -                | true",
                "%:1001 -                | false",
                "* -                     | false",
                "*1000: -                | false",
                "ann soft                | false",
            })
    void endsTheReadingAtALineThatTakesAUserOut(String line, boolean exempts) {
        LimitsWish wish = files(line + ";ann hard nofile 5").wish(ANN, OTHER);

        assertEquals(exempts, wish.exemption().isPresent());
        assertEquals(!exempts, wish.hard().isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "root, true, USER",
        "*, true, none",
        "*, false, EVERYONE",
        "@root, true, none",
        "@root, false, GROUP",
        "@wheel, false, none",
        ":0, true, USER",
        "@:0, true, USER",
        "@:0, false, GROUP",
        "%root, false, none",
        "1000:, false, none",
        "0:5, false, USER",
    })
    void sparesRootWhereDebiansPatchDoes(String domain, boolean spared, String rank) {
        assertEquals(rank, rank(domain, LimitsUser.ROOT, spared));
    }

    @ParameterizedTest
    @CsvSource({
        "ann, USER",
        "*, EVERYONE",
        "@people, GROUP",
        "@sudo, GROUP",
        "@1001, none",
        "@:27, GROUP",
        "@:28, none",
        "@1001:1001, GROUP",
        "@1002:, none",
        "@27:27, none",
        "%sudo, none",
        "1000:1000, USER",
        "1000:, USER",
        "999:1001, USER",
        "1001:, none",
        "900:999, none",
        ":1000, USER",
        ":999, none",
        ":, none",
        "1000, none",
        "1000-2000, none",
    })
    void matchesDomainsAsPamDoes(String domain, String rank) {
        assertEquals(rank, rank(domain, ANN, false));
    }

    @Test
    void coversNoNumberOfAUserWithoutOne() {
        LimitsUser unknown = LimitsUser.named("bob");

        assertEquals("none", rank("0:", unknown, false));
        assertEquals("USER", rank("bob", unknown, false));
        assertEquals("none", rank("@0:", unknown, false));
    }

    @Test
    void readsWhatIdPrints() {
        LimitsUser user = LimitsUser.of(
                "bob uid=1002(bob) gid=100(the people) groups=100(the people),5 context=unconfined_u:unconfined_r");

        assertEquals("bob", user.name());
        assertEquals(OptionalLong.of(1002), user.uid());
        assertEquals(OptionalLong.of(100), user.gid());
        assertEquals(Set.of("the people"), user.groups());
        assertEquals(Set.of(100L, 5L), user.groupIds());
        assertEquals(LimitsUser.named("nobody-knows"), LimitsUser.of("nobody-knows"));
    }

    @Test
    void takesForRootWhoeverHasItsNumber() {
        assertTrue(LimitsUser.of("toor uid=0(root) gid=0(root)").isRoot());
        assertFalse(LimitsUser.of("root uid=1000(root)").isRoot());
        assertTrue(LimitsUser.named("root").isRoot());
        assertFalse(LimitsUser.named("bob").isRoot());
        assertEquals("everyone without a line of their own", LimitsUser.ANYBODY.inWords());
        assertEquals("ann", ANN.inWords());
    }

    @ParameterizedTest
    @CsvSource({
        // What the lines ask for, fs.nr_open or 0 where it does not matter, and what PAM asks the kernel for.
        "ann soft nofile 5;ann hard nofile 9, 0, 5/9",
        "ann soft nofile 9;ann hard nofile 5, 0, 5/5",
        "ann - nofile unlimited, 100, 100/100",
        "ann - nofile unlimited, 0, 9223372036854775807/9223372036854775807",
        "ann hard nofile 50, 0, none/50",
        "ann soft nofile 50, 0, 50/none",
    })
    void asksTheKernelForNoSoftLimitAboveTheHardOne(String lines, long ceiling, String asked) {
        LimitsWish.Pair pair = files(lines)
                .wish(ANN, OTHER)
                .asked(LimitsWish.Pair.UNKNOWN, ceiling == 0 ? OptionalLong.empty() : OptionalLong.of(ceiling));

        assertEquals(asked, text(pair.soft()) + "/" + text(pair.hard()));
    }

    @Test
    void startsFromTheLimitsThatASessionHasWhereNoLineSetsThem() {
        LimitsWish.Pair start = new LimitsWish.Pair(OptionalLong.of(10), OptionalLong.of(20));

        LimitsWish.Pair lowered = files("ann hard nofile 5").wish(ANN, OTHER).asked(start, OptionalLong.empty());
        LimitsWish.Pair raised = files("ann soft nofile 15").wish(ANN, OTHER).asked(start, OptionalLong.empty());

        assertEquals(new LimitsWish.Pair(OptionalLong.of(5), OptionalLong.of(5)), lowered);
        assertEquals(new LimitsWish.Pair(OptionalLong.of(15), OptionalLong.of(20)), raised);
    }

    @ParameterizedTest
    @CsvSource({
        "dpkg 1.5.2-6+deb12u1, true, true",
        "dpkg 1.5.1-3, true, false",
        "dpkg 1:1.5.3-1, true, true",
        "rpm 1.3-2, false, false",
        "rpm 2.0-1, false, true",
        "rpm 1.10.0-1, false, true",
    })
    void knowsWhichReleaseOfPamTakesUnlimitedForTheCeiling(String version, boolean spares, boolean ceiling) {
        PamRelease pam = PamRelease.of(new ProbeSection(version, 0));

        assertEquals(spares, pam.spareRoot());
        assertEquals(ceiling, pam.unlimitedIsCeiling().orElseThrow());
    }

    @Test
    void takesTheLinesThatNameRootForNeededWhereNobodySaidWhosePamItIs() {
        assertEquals(PamRelease.UNKNOWN, PamRelease.of(new ProbeSection("dpkg 1.5.2", 1)));
        assertEquals(PamRelease.UNKNOWN, PamRelease.of(new ProbeSection("apk 1.5.2", 0)));
        assertTrue(PamRelease.UNKNOWN.spareRoot());
        assertTrue(PamRelease.UNKNOWN.unlimitedIsCeiling().isEmpty());
        assertTrue(DEBIAN.spareRoot());
    }

    @Test
    void readsTheMainFileFirstAndTheOthersByName() {
        LimitsFiles files = new LimitsFiles(ConfigurationFiles.of(new ProbeSection("""
                /etc/security/limits.d/b.conf:0:
                /etc/security/limits.d/b.conf:1:ann hard nofile 3
                /etc/security/limits.d/a.conf:0:
                /etc/security/limits.d/a.conf:2:ann soft nofile 2
                /etc/security/limits.d/a.conf:1:ann soft nofile 1
                /etc/security/limits.conf:0:
                /etc/security/limits.conf:1:ann - nofile 9
                """, 0)));

        assertEquals("2/3", text(files.wish(ANN, OTHER)));
        assertTrue(files.hasMain());
        assertEquals(List.of("b.conf", "a.conf"), files.names());
        assertFalse(files("ann hard nofile 1").hasMain());
    }

    private static String rank(String domain, LimitsUser user, boolean spareRoot) {
        return LimitsDomain.covering(domain, user, spareRoot)
                .map(LimitsDomain::name)
                .orElse("none");
    }

    private static String wish(LimitsUser user, PamRelease pam, String lines) {
        return text(files(lines).wish(user, pam));
    }

    private static String text(LimitsWish wish) {
        return wish.soft().map(Assignment::value).orElse("none") + "/"
                + wish.hard().map(Assignment::value).orElse("none");
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "none";
    }

    private static LimitsFiles files(String lines) {
        StringBuilder text = new StringBuilder(FILE + ":0:\n");
        int number = 0;
        for (String line : lines.split(";", -1)) {
            number++;
            text.append(FILE)
                    .append(':')
                    .append(number)
                    .append(':')
                    .append(line)
                    .append('\n');
        }
        return new LimitsFiles(ConfigurationFiles.of(new ProbeSection(text.toString(), 0)));
    }
}
