package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.ScratchHost;
import dev.mooring.hosttuning.setting.Severity;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * limits.d as verify reads it against the machine's own pam_limits, on generated files. The limits themselves may not be
 * set here, so what pam_limits asks the kernel for is recorded.
 */
class LimitsAgainstPamTest {
    private static final int FILES = 120;
    private static final long REQUIRED =
            RecordedReports.PLAN.host().descriptors().nofile();

    /** Root, a user with groups, the user of the server, and an ordinary user whom no line names. */
    private static final List<String> USERS = List.of("root", "admin", "mooring", "other");

    private static final String NR_OPEN = "show 'kernel fs.nr_open' cat /proc/sys/fs/nr_open\n";

    @TempDir
    private Path root;

    @Test
    void asksForWhatPamLimitsAsksForAndPassesWhatIsEnough() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        ScratchHost machine = ScratchHost.in(root);
        assumeTrue(Files.exists(Path.of("/usr/include/security/pam_appl.h")), "libpam0g-dev is not installed");
        compile();
        LimitsGenerator generator = new LimitsGenerator(new Random(seed));
        for (int index = 0; index < FILES; index++) {
            String folder = "/cases/" + index;
            Files.createDirectories(root.resolve(folder.substring(1) + "/limits.d"));
            generator
                    .files()
                    .forEach((name, text) ->
                            write(root.resolve(folder.substring(1)).resolve(name), text));
        }
        machine.write("/probe-users", ProbePart.of("users", "first-limits") + "\n" + NR_OPEN);
        machine.write("/probe", ProbePart.of("limits-files"));
        String[] parts = machine.run(script()).split("(?m)^==case==\n", -1);
        String pam = ScratchHost.run(List.of("sh", "-c", ProbePart.of("pam"))).output();
        List<String> answers =
                Stream.of(parts).skip(1).map(part -> parts[0] + pam + part).toList();

        assertEquals(FILES, answers.size(), "seed " + seed);
        List<String> wrong = new ArrayList<>();
        int passed = 0;
        for (int index = 0; index < FILES; index++) {
            List<Session> sessions = sessions(answers.get(index));
            HostFacts facts = ProbeParser.parse(answers.get(index));
            String files = files(index);
            for (Session session : sessions) {
                String expected = session.asked();
                String actual = asked(facts, session.user());
                if (!expected.equals(actual)) {
                    wrong.add("case " + index + ": " + session.user() + " gets " + expected + ", verify says " + actual
                            + files);
                }
            }
            for (String checker : List.of("admin", "root")) {
                boolean enough = sessions.stream()
                        .filter(session -> !session.user().equals("admin") || checker.equals("admin"))
                        .allMatch(session -> session.isEnough(nrOpen(facts)));
                boolean passes = passes(answers.get(index), checker);
                passed += passes ? 1 : 0;
                if (enough != passes) {
                    wrong.add("case " + index + " checked by " + checker + (passes ? ": false pass" : ": false fail")
                            + files);
                }
            }
        }
        assertEquals(List.of(), wrong, "seed " + seed);
        assertTrue(passed > FILES / 5 && passed < FILES * 9 / 5, passed + " of " + 2 * FILES + " pass, seed " + seed);
        System.out.println("limits.d against pam_limits: " + FILES + " files, " + FILES * USERS.size()
                + " sessions, 0 false passes, 0 false fails, " + passed + " pass");
    }

    private void compile() throws IOException, InterruptedException {
        ScratchHost.Ended gcc = ScratchHost.run(List.of(
                "gcc",
                "-rdynamic",
                "-D_GNU_SOURCE",
                "-o",
                root.resolve("session").toString(),
                Golden.resource("differential/session.c").toString(),
                "-lpam"));
        assumeTrue(gcc.exitCode() == 0, gcc.output());
    }

    /** One process for all cases; PAM reads its files anew for each. */
    private static String script() {
        return """
                mkdir -p /etc/pam.d /etc/security
                echo 'session required pam_limits.so' >/etc/pam.d/limits
                printf '%s\\n' root:x:0:0::/:/bin/sh admin:x:1000:1000::/:/bin/sh mooring:x:999:999::/:/bin/sh other:x:59999:59999::/:/bin/sh >/etc/passwd
                printf '%s\\n' root:x:0: admin:x:1000: staff:x:50:admin adm:x:4:admin mooring:x:999: other:x:59999: >/etc/group
                sh /probe-users
                for number in $(ls /cases | sort -n); do
                  rm -rf /etc/security && cp -r /cases/$number /etc/security
                  printf '\\n==case==\\n'
                  /session root admin mooring other
                  sh /probe
                done
                """;
    }

    private void write(Path path, String text) {
        try {
            NoFile.write(path, text);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private String files(int index) throws IOException {
        StringBuilder text = new StringBuilder("\n");
        try (Stream<Path> files = Files.walk(root.resolve("cases/" + index))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                text.append("  ").append(file.getFileName()).append(":\n");
                text.append(Files.readString(file).indent(4));
            }
        }
        return text.toString();
    }

    private static List<Session> sessions(String answer) {
        return USERS.stream()
                .map(user -> new Session(
                        user,
                        answer.lines()
                                .filter(line -> line.matches(user + " \\d+ \\d+"))
                                .map(line -> line.substring(user.length() + 1))
                                .findFirst()))
                .toList();
    }

    private static String asked(HostFacts facts, String name) {
        LimitsUser user = facts.files().limits().user(name);
        if (facts.files().limits().wish(user).exemption().isPresent()
                || !facts.files().limits().files().hasMain()
                || facts.files().limits().files().unopened().isPresent()) {
            return "nothing";
        }
        LimitsWish.Pair pair = facts.files().limits().asked(user, facts.kernel().number("fs.nr_open"));
        return Stream.of(pair.soft(), pair.hard())
                .map(number -> number.isPresent() ? Long.toString(number.getAsLong()) : "?")
                .collect(Collectors.joining(" "));
    }

    private static long nrOpen(HostFacts facts) {
        return facts.kernel().number("fs.nr_open").orElseThrow();
    }

    /** Verify's verdict on the files, as a session of admin gets it, and as the agent does. */
    private static boolean passes(String answer, String checker) {
        String group =
                checker.equals("root") ? "0::/system.slice/mooring-agent.service" : "0::/user.slice/session.scope";
        HostFacts facts = ProbeParser.parse(answer
                + section("session", checker + "\n20000\n20000")
                + section("session-group", group)
                + section("unit", "User=mooring"));
        CheckedHost host = new CheckedHost(
                RecordedReports.PLAN, TuningProfile.of(RecordedReports.PLAN, Role.SERVER, false), facts);
        return Stream.of(new LimitRule(), new NofileCeilingRule())
                .flatMap(rule -> rule.check(host).stream())
                .filter(finding -> finding.check().severity() == Severity.FAILURE)
                .filter(finding -> !finding.sentence().startsWith("Could not be read: "))
                .noneMatch(finding -> finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN);
    }

    private static String section(String name, String text) {
        return "\n::mooring " + name + "\n" + text + "\n\n::mooring exit 0\n";
    }

    /** What was recorded of a session: a soft and a hard limit, or nothing. */
    private record Session(String user, Optional<String> recorded) {
        String asked() {
            return recorded.map(text -> Stream.of(text.split(" ", -1))
                            .map(number -> KernelNumber.read(number).orElseThrow())
                            .map(String::valueOf)
                            .collect(Collectors.joining(" ")))
                    .orElse("nothing");
        }

        boolean isEnough(long nrOpen) {
            return recorded.map(text -> text.split(" ", -1))
                    .filter(pair -> Long.parseUnsignedLong(pair[0]) >= REQUIRED)
                    .filter(pair -> Long.compareUnsigned(Long.parseUnsignedLong(pair[1]), nrOpen) <= 0)
                    .isPresent();
        }
    }
}
