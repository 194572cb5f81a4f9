package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.ScratchHost;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Modules as verify reads them against the machine's own systemd-modules-load and kmod, on generated files, with a tree of
 * modules of its own. Nothing is inserted: the module of the tree is an empty file, and that systemd or a modprobe that it
 * runs tries to insert it counts as loaded. Each case is judged twice, with what modprobe answers and from the files alone.
 * What /run holds must be good while it is there and without it.
 */
class ModulesAgainstSystemdTest {
    private static final int CASES = 40;
    private static final String PROGRAM = "/usr/lib/systemd/systemd-modules-load";
    private static final TuningProfile PROFILE = TuningProfile.of(RecordedReports.PLAN, Role.SERVER, false);

    @TempDir
    private Path root;

    @Test
    void passesWhatTheNextBootLoadsAndNothingElse() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        ScratchHost machine = ScratchHost.in(root);
        assumeTrue(Files.isExecutable(Path.of(PROGRAM)), PROGRAM + " is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/depmod")), "depmod is not installed");
        ModulesGenerator generator = new ModulesGenerator(new Random(seed));
        List<Map<String, String>> cases =
                Stream.generate(generator::files).limit(CASES).toList();
        for (int index = 0; index < CASES; index++) {
            for (Map.Entry<String, String> file : cases.get(index).entrySet()) {
                machine.write("/cases/" + index + file.getKey(), file.getValue());
            }
        }
        machine.write("/probe", ProbePart.of("module-files", "modprobe-files", "command-line", "modprobe"));
        List<String> answers = Stream.of(machine.run(script()).split("(?m)^==case==\n", -1))
                .skip(1)
                .toList();

        assertEquals(CASES, answers.size(), "seed " + seed);
        List<String> wrong = new ArrayList<>();
        int passed = 0;
        for (int index = 0; index < CASES; index++) {
            String answer = answers.get(index);
            assertTrue(answer.contains("::mooring modprobe nf_conntrack"), answer);
            boolean truth = tries(answer, "with") && tries(answer, "without");
            for (String way : List.of("modprobe ", "nobody ")) {
                Finding finding = verdict(answer.replace("::mooring modprobe nf", "::mooring " + way + "nf"));
                boolean passes = finding.outcome() == Outcome.PASS;
                passed += passes ? 1 : 0;
                if (truth != passes) {
                    wrong.add("case " + index + ", " + way + "asked" + (passes ? ": false pass: " : ": false fail: ")
                            + finding.sentence() + "\n" + cases.get(index) + "\n" + answer);
                }
            }
        }
        assertEquals(List.of(), wrong, "seed " + seed);
        assertTrue(passed > CASES / 4 && passed < 2 * CASES, passed + " pass, seed " + seed);
        System.out.println("modules against systemd-modules-load: " + CASES
                + " cases, each with and without modprobe, 0 false passes, 0 false fails, " + passed + " pass");
    }

    private static String script() {
        return """
            # A tree of modules where the machine's own is, or would be; what else is there stays.
            mkdir /keep /tree && mount --bind /usr/lib /keep
            ln -s /keep/* /tree
            for own in modules modprobe.d modules-load.d; do rm -f /tree/$own && mkdir /tree/$own; done
            kernel=/tree/modules/$(uname -r)
            mkdir -p "$kernel/kernel"
            : >"$kernel/kernel/nf_conntrack.ko" && : >"$kernel/kernel/other.ko" && : >"$kernel/kernel/tracking.ko"
            : >"$kernel/modules.order" && : >"$kernel/modules.builtin"
            mount --bind /tree /usr/lib
            mount --bind /tree /lib
            depmod 2>/dev/null
            mount -t tmpfs tmpfs /usr/local && mkdir -p /usr/local/lib
            boot() {
              SYSTEMD_PROC_CMDLINE=$(cat /proc/cmdline) SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_TARGET=console %s 2>&1 |
                grep -a nf_conntrack | sed "s/^/$1 /"
            }
            for number in $(ls /cases | sort -n); do
              rm -rf /etc/modules /usr/local/lib/* /tree/modprobe.d/* /tree/modules-load.d/*
              for folder in etc run usr/local; do
                if [ -d /cases/$number/$folder ]; then mkdir -p /$folder && cp -r /cases/$number/$folder/. /$folder; fi
              done
              if [ -d /cases/$number/usr/lib ]; then cp -r /cases/$number/usr/lib/. /tree; fi
              grep -rlx /dev/null /etc /run /usr/local /tree/modprobe.d /tree/modules-load.d | while read -r mask; do
                ln -sf /dev/null "$mask"
              done
              mount --bind /cases/$number/command-line /proc/cmdline
              printf '\\n==case==\\n'
              boot with
              sh /probe
              rm -rf /run/modules-load.d /run/modprobe.d
              boot without
              umount /proc/cmdline
              rm -rf /etc/modules-load.d /etc/modprobe.d
            done
            """.formatted(PROGRAM);
    }

    /** systemd says that it failed of a command too that ran in the place of the module. */
    private static boolean tries(String answer, String boot) {
        List<String> lines = answer.lines()
                .filter(line -> line.startsWith(boot + " "))
                .map(line -> line.substring(boot.length() + 1))
                .toList();
        return lines.stream().anyMatch(line -> line.startsWith("modprobe: ERROR: could not insert 'nf_conntrack'"))
                || (lines.stream().anyMatch(line -> line.startsWith("Failed to insert module 'nf_conntrack'"))
                        && lines.stream().noneMatch(line -> line.contains("running install command")));
    }

    /** What verify says of a module that is loaded now. */
    private static Finding verdict(String answer) {
        HostFacts facts = ProbeParser.parse(
                answer + "\n::mooring module nf_conntrack\nloaded\n\n::mooring exit 0\n\n::mooring end 0\n");
        return new KernelModuleRule()
                .check(new CheckedHost(RecordedReports.PLAN, PROFILE, facts))
                .getFirst();
    }
}
