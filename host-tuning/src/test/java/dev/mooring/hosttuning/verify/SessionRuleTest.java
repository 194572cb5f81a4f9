package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session and the lines of limits.d give, on a tuned host with one thing changed. */
class SessionRuleTest {
    private static final String SESSION = "session nofile";
    private static final String LIMITS = "/etc/security/limits.d/99-zz-mooring.conf";

    @Test
    void failsASessionThatGotLessThanItsFileAsksFor() {
        TunedHost host = session("1000", "2000");

        assertEquals(
                "FAIL The session has 1000/2000 although " + LIMITS
                        + ":6 asks for 1000000: it was opened before the file was written, or without PAM.",
                host.judged(SESSION));
        assertEquals("log in again", host.remedy(SESSION));
        assertEquals(
                "FAIL The session has 1000/2000 although " + LIMITS + ":6 asks for 1000000: sshd: could not set limit.",
                host.reading("pam-messages", "sshd: could not set limit").judged(SESSION));
    }

    @Test
    void failsASessionOfWhichNoFileSaysAnything() {
        TunedHost host = session("1000", "2000").with(LIMITS + ":6:*     hard nofile 1000000\n", "");

        assertEquals("FAIL A session of admin may open 2000 files at most.", host.judged(SESSION));
        assertEquals(
                "sudo prlimit --pid $$ --nofile=1000000 for this shell; for all, limits.d as above and a new login",
                host.remedy(SESSION));
    }

    @ParameterizedTest
    @CsvSource({"999999, false", "1000000, true"})
    void needsWhatThePlanCountsOnWithoutRaisingIt(String soft, boolean enough) {
        TunedHost host = session(soft, "1000000");

        assertEquals(
                enough
                        ? "PASS A new session has it."
                        : "FAIL A session of admin may open 999999 files until it raises its limit; " + LIMITS
                                + ":5 asks for 1000000.",
                host.judged(SESSION));
    }

    @ParameterizedTest
    @CsvSource({
        "0::/system.slice/amazon-ssm-agent.service, amazon-ssm-agent.service",
        "0::/system.slice/a.slice/b.service, b.service",
        "0::/system.slice/sshd.service, ''",
        "0::/system.slice/ssh.service, ''",
        "0::/system.slice/sshd@3-10.service, ''",
        "0::/user.slice/user-1000.slice/session-3.scope, ''",
    })
    void leavesAServiceAloneWhichNoPamGaveLimits(String group, String service) {
        assertEquals(
                service.isEmpty()
                        ? "PASS A new session has it."
                        : "SKIP The check ran in " + service
                                + ", which is no session; what sessions get is judged from limits.d.",
                TunedHost.asRecorded().reading("session-group", group).judged(SESSION));
    }

    @Test
    void doesNotKnowASessionWithoutNumbers() {
        String unread = "UNKNOWN The limit of the session could not be read.";

        assertEquals(unread, TunedHost.asRecorded().reading("session", "admin").judged(SESSION));
        assertEquals(unread, session("many", "1000000").judged(SESSION));
        assertEquals(unread, session("1000000", "many").judged(SESSION));
    }

    @Test
    void needsTheMainFileOfLimits() {
        TunedHost host = TunedHost.asRecorded().with("/etc/security/limits.conf:0:\n", "");

        assertEquals(
                "FAIL /etc/security/limits.conf is missing, and without it PAM reads no file of limits.d.",
                host.judged("nofile root hard"));
        assertEquals("sudo touch /etc/security/limits.conf", host.remedy("nofile root hard"));
    }

    @Test
    void replacesAMainFileThatIsALinkToNothing() {
        assertEquals(
                "sudo rm -f /etc/security/limits.conf && sudo touch /etc/security/limits.conf",
                TunedHost.asRecorded()
                        .with("/etc/security/limits.conf:0:", "/etc/security/limits.conf:0:dangling")
                        .remedy("nofile root hard"));
    }

    @Test
    void doesNotKnowLimitsWithoutTheListOfUsers() {
        TunedHost host = TunedHost.asRecorded().reading("users", "", 1);

        assertEquals("UNKNOWN The list of users could not be read.", host.judged("nofile everyone soft"));
        assertEquals("UNKNOWN Could not be read: the list of users.", host.judged("nofile <= fs.nr_open"));
    }

    @Test
    void removesALineThatTakesSomebodyOutOfAllLimits() {
        TunedHost host = before("admin -");

        assertEquals(
                "FAIL /etc/security/limits.d/50-a.conf:1 takes admin out of all limits: a session gets the usual ones.",
                host.judged("nofile everyone soft"));
        assertEquals(
                "sudo sed -i '/^[[:space:]]*admin -[[:space:]]*$/d' \"$(readlink -f"
                        + " /etc/security/limits.d/50-a.conf)\"",
                host.remedy("nofile everyone soft"));
    }

    @Test
    void namesTheLineThatDecidesForAUser() {
        TunedHost host = before("admin hard nofile 5000");

        assertEquals(
                "FAIL /etc/security/limits.d/50-a.conf:1 decides for admin and sets 5000.",
                host.judged("nofile everyone hard"));
        assertEquals(
                "FAIL " + LIMITS
                        + ":5 decides for admin and sets 1000000, which /etc/security/limits.d/50-a.conf:1 lowers to"
                        + " 5000.",
                host.judged("nofile everyone soft"));
        assertEquals(
                "sudo mkdir -p /etc/security/limits.d && printf '%s\\n' 'admin soft nofile 1000000' 'admin hard nofile"
                        + " 1000000' | sudo tee /etc/security/limits.d/99-zz-mooring.zz-admin.conf",
                host.remedy("nofile everyone hard"));
    }

    @Test
    void failsAHostOnWhichNoLineSetsALimit() {
        TunedHost none = TunedHost.asRecorded()
                .with(LIMITS + ":3:root  soft nofile 1000000\n", "")
                .with(LIMITS + ":4:root  hard nofile 1000000\n", "")
                .with(LIMITS + ":5:*     soft nofile 1000000\n", "")
                .with(LIMITS + ":6:*     hard nofile 1000000\n", "");

        assertEquals("FAIL No file sets it for root; a session starts with 1024.", none.judged("nofile root soft"));
        assertEquals(
                "PASS No file sets it; a session starts with 1048576, as process 1 did.",
                none.judged("nofile root hard"));
        assertEquals(
                "FAIL No file sets it.",
                none.reading("pam", "rpm 1.5.1-3").judged("nofile root hard"),
                "another PAM starts from what nobody knows");
    }

    @Test
    void doesNotKnowWhatUnlimitedIsToAPamThatNobodyNamed() {
        TunedHost host = TunedHost.asRecorded()
                .with(LIMITS + ":4:root  hard nofile 1000000", LIMITS + ":4:root  hard nofile unlimited");

        assertEquals("PASS Set for new sessions.", host.judged("nofile root hard"));
        assertEquals(
                "UNKNOWN " + LIMITS + ":4 sets unlimited, which PAM takes for fs.nr_open since 1.5.2, and refuses"
                        + " before; the release of this one could not be read.",
                host.reading("pam", "", 1).judged("nofile root hard"));
        assertEquals("PASS No file asks for more.", host.judged("nofile <= fs.nr_open"));
        assertEquals(
                "PASS No file asks for more.",
                host.reading("pam", "", 1).judged("nofile <= fs.nr_open"),
                "it may be the ceiling itself");
        assertEquals(
                "FAIL " + LIMITS + ":4 asks for unlimited, more than fs.nr_open=1048576: PAM cannot set it and falls"
                        + " back to less.",
                host.reading("pam", "dpkg 1.5.1-1").judged("nofile <= fs.nr_open"));
    }

    @Test
    void warnsOfAnotherUserWhoGetsLess() {
        TunedHost host = before("bob hard nofile 10")
                .with("root uid=0(root)", "bob uid=1002(bob) gid=1002(bob) groups=1002(bob)\nroot uid=0(root)");

        assertEquals(
                "FAIL /etc/security/limits.d/50-a.conf:1 decides for bob and sets 10.", host.judged("nofile bob hard"));
        assertEquals(false, host.report().fails(), "who has no part in the service keeps no host out");
        assertEquals("PASS Set for new sessions.", host.judged("nofile everyone hard"));
    }

    @ParameterizedTest
    @CsvSource({"1048576, true", "1048577, false"})
    void takesALimitUpToTheCeiling(String limit, boolean passes) {
        TunedHost host = TunedHost.asRecorded().with(":9:LimitNOFILE=1000000", ":9:LimitNOFILE=1024:" + limit);

        assertEquals(
                passes ? "PASS" : "FAIL", host.judged("nofile <= fs.nr_open").substring(0, 4));
    }

    @Test
    void doesNotKnowTheCeilingThatCouldNotBeRead() {
        assertEquals(
                "UNKNOWN fs.nr_open could not be read.",
                TunedHost.asRecorded().reading("kernel fs.nr_open", "", 1).judged("nofile <= fs.nr_open"));
    }

    @Test
    void raisesACeilingThatIsBelowThePlan() {
        TunedHost host = TunedHost.asRecorded().reading("kernel fs.nr_open", "524288");

        assertEquals(
                "sudo mkdir -p /etc/sysctl.d && printf '%s\\n' 'fs.nr_open = 1048576' | sudo tee"
                        + " /etc/sysctl.d/99-zz-mooring.zz-fs.nr_open.conf && sudo sysctl -w 'fs.nr_open=1048576'",
                host.remedy("nofile <= fs.nr_open"));
    }

    private static TunedHost session(String soft, String hard) {
        return TunedHost.asRecorded().reading("session", "admin\n" + soft + "\n" + hard);
    }

    /** With a file before ours. */
    private static TunedHost before(String line) {
        return TunedHost.asRecorded()
                .with(
                        LIMITS + ":0:",
                        "/etc/security/limits.d/50-a.conf:0:\n/etc/security/limits.d/50-a.conf:1:" + line + "\n"
                                + LIMITS + ":0:");
    }
}
