package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.ScratchHost;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * sysctl.d as verify reads it against the machine's own systemd-sysctl and kernel, on generated files, in a network
 * namespace whose values are set back before each case. A value of /run must be good while it is there and without it.
 */
class SysctlAgainstSystemdTest {
    private static final int CASES = 70;
    private static final String PROGRAM = "/usr/lib/systemd/systemd-sysctl";
    private static final TuningProfile PROFILE = TuningProfile.of(RecordedReports.PLAN, Role.SERVER, false);

    @TempDir
    private Path root;

    @Test
    void passesWhatTheNextBootSetsWellAndNothingElse() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        ScratchHost machine = ScratchHost.in(root);
        assumeTrue(Files.isExecutable(Path.of(PROGRAM)), PROGRAM + " is not installed");
        SysctlGenerator generator = new SysctlGenerator(new Random(seed));
        List<Map<String, String>> cases =
                Stream.generate(generator::files).limit(CASES).toList();
        for (int index = 0; index < CASES; index++) {
            Files.createDirectories(root.resolve("cases/" + index));
            for (Map.Entry<String, String> file : cases.get(index).entrySet()) {
                NoFile.write(root.resolve("cases/" + index + file.getKey()), file.getValue());
            }
        }
        machine.write("/probe", ProbePart.of("sysctl-files", "sysctl-config"));
        List<String> answers = Stream.of(machine.run(script()).split("(?m)^==case==\n", -1))
                .skip(1)
                .toList();

        assertEquals(CASES, answers.size(), "seed " + seed);
        List<String> wrong = new ArrayList<>();
        int passed = 0;
        int toldBySystemd = 0;
        for (int index = 0; index < CASES; index++) {
            String answer = answers.get(index);
            SysctlFiles files = ProbeParser.parse(answer).files().sysctl();
            assertEquals(Optional.empty(), files.disagreement(), "case " + index + ", seed " + seed);
            toldBySystemd += files.evidence() == Evidence.CAT_CONFIG ? 1 : 0;
            for (Map.Entry<String, String> good : SysctlGenerator.GOOD.entrySet()) {
                boolean truth = holds(good.getKey(), after(answer, "with", good.getKey()))
                        && holds(good.getKey(), after(answer, "without", good.getKey()));
                Finding finding = verdict(answer, good.getKey());
                boolean passes = finding.outcome() == Outcome.PASS;
                passed += passes ? 1 : 0;
                if (truth != passes) {
                    wrong.add("case " + index + (passes ? ": false pass of " : ": false fail of ") + good.getKey()
                            + ": " + after(answer, "with", good.getKey()) + "; " + finding.sentence() + "\n"
                            + cases.get(index));
                }
            }
        }
        assertEquals(List.of(), wrong, "seed " + seed);
        int keys = CASES * SysctlGenerator.GOOD.size();
        assertTrue(passed > keys / 2 && passed < keys, passed + " of " + keys + " pass, seed " + seed);
        System.out.println("sysctl.d against systemd-sysctl: " + CASES + " cases, " + keys
                + " values, 0 false passes, 0 false fails, " + passed + " pass; "
                + toldBySystemd + " as systemd-analyze has them");
    }

    private static String script() {
        String keys = SysctlGenerator.GOOD.keySet().stream().sorted().collect(Collectors.joining(" "));
        return """
                mount -t tmpfs tmpfs /usr/local && mkdir -p /usr/local/lib/sysctl.d
                mount -t tmpfs tmpfs /usr/lib/sysctl.d
                [ -L /lib ] || [ ! -d /lib/sysctl.d ] || mount -t tmpfs tmpfs /lib/sysctl.d
                boot() {
                  set_back
                  %s 2>/dev/null
                  for key in %s; do
                    printf '%%s %%s %%s\\n' "$1" "$key" "$(cat "/proc/sys/$(printf %%s "$key" | tr . /)")"
                  done
                }
                set_back() {
                  cd /proc/sys/net
                  echo 4096 >core/somaxconn; echo 512 >ipv4/tcp_max_syn_backlog; echo 0 >ipv4/tcp_syncookies
                  echo 4096 131072 6291456 >ipv4/tcp_rmem; echo >ipv4/ip_local_reserved_ports
                  echo 7200 >ipv4/tcp_keepalive_time; echo 60 >ipv4/tcp_fin_timeout
                  cd /
                }
                for number in $(ls /cases | sort -n); do
                  rm -rf /etc/sysctl.d /run/sysctl.d /usr/local/lib/sysctl.d/* /usr/lib/sysctl.d/*
                  cp -r /cases/$number/. /
                  printf '\\n==case==\\n'
                  boot with
                  sh /probe
                  rm -rf /run/sysctl.d
                  boot without
                done
                """.formatted(PROGRAM, keys);
    }

    private static String after(String answer, String boot, String key) {
        return answer.lines()
                .filter(line -> line.startsWith(boot + " " + key + " "))
                .map(line -> line.substring(boot.length() + key.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private static boolean holds(String key, String value) {
        return setting(key)
                .requirement()
                .holds(value, RecordedReports.PLAN.spec().instance().hardware().memory());
    }

    /** What verify says of a key whose value in force is good. */
    private static Finding verdict(String answer, String key) {
        HostFacts facts = ProbeParser.parse(
                answer + "\n::mooring kernel " + key + "\n" + SysctlGenerator.GOOD.get(key) + "\n\n::mooring exit 0\n");
        return new SysctlRule()
                .check(new CheckedHost(RecordedReports.PLAN, PROFILE, facts)).stream()
                        .filter(finding -> finding.check().id().equals(key))
                        .findFirst()
                        .orElseThrow();
    }

    private static Sysctl setting(String key) {
        return PROFILE.ofType(Sysctl.class).stream()
                .filter(sysctl -> sysctl.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
