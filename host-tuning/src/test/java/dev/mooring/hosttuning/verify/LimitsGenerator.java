package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.RecordedReports;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes limits.conf and limits.d: mostly ours and a few lines of others, in every spelling that pam_limits knows. */
final class LimitsGenerator {
    private static final long REQUIRED =
            RecordedReports.PLAN.host().descriptors().nofile();

    private static final List<String> DOMAINS = List.of(
            "*",
            "root",
            "admin",
            "admin",
            "mooring",
            "oracle",
            "@staff",
            "@adm",
            "@admin",
            "@root",
            "%staff",
            "%",
            ":1000",
            "1000:",
            "500:2000",
            "0:",
            ":0",
            "@:50",
            "@1000:",
            "@0:10",
            "@:0",
            "%0:",
            "1000:abc",
            "Admin",
            "ADMIN",
            "@Staff",
            ":");

    private static final List<String> TYPES = List.of("soft", "hard", "-", "Soft", "HARD", "both", "hard");

    private static final List<String> ITEMS = List.of("nofile", "nofile", "nofile", "NoFile", "nproc", "nofiles");

    private static final List<String> VALUES = List.of(
            "1024",
            "4096",
            "65535",
            "524288",
            "" + REQUIRED,
            "" + (REQUIRED - 1),
            "2000000",
            "unlimited",
            "Unlimited",
            "infinity",
            "-1",
            "-",
            "0",
            "1000000k",
            "many",
            "0x100000",
            "+1000000",
            "-5",
            "99999999999999999999");

    private static final List<String> NAMES = List.of(
            "10-a.conf",
            "50-b.conf",
            "99-zzz.conf",
            "zz.conf",
            "99-zz-mooring.conf.bak",
            "A.conf",
            "99-zz-mooring.a.conf");

    private final Random random;

    LimitsGenerator(Random random) {
        this.random = random;
    }

    /** Files by their path below /etc/security. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        files.put("limits.conf", random.nextInt(4) == 0 ? line() : "# End of file");
        if (random.nextInt(8) > 0) {
            files.put("limits.d/99-zz-mooring.conf", ours());
        }
        for (int count = random.nextInt(4); count > 0; count--) {
            String name = "limits.d/" + one(NAMES);
            files.merge(name, line(), String::concat);
        }
        if (random.nextInt(25) == 0) {
            files.remove("limits.conf");
        }
        if (random.nextInt(10) == 0) {
            files.put(random.nextInt(4) == 0 ? "limits.conf" : "limits.d/" + one(NAMES), NoFile.one(random));
        }
        return files;
    }

    private String ours() {
        return String.join(
                "\n",
                "# Mooring",
                "root  soft nofile " + REQUIRED,
                "root  hard nofile " + REQUIRED,
                "*     soft nofile " + REQUIRED,
                "*     hard nofile " + REQUIRED,
                "");
    }

    private String line() {
        String end = one(List.of("\n", "\n", "\r\n", " # said so\n", "\n\n", "#\n", ""));
        return switch (random.nextInt(12)) {
            case 0 -> one(DOMAINS) + " -" + end;
            case 1 -> one(DOMAINS) + " " + one(TYPES) + " nofile" + end;
            case 2 -> "# " + one(DOMAINS) + " hard nofile 10\n";
            case 3 -> "\t" + one(DOMAINS) + "\t" + one(TYPES) + "\tnofile\t" + one(VALUES) + " more words" + end;
            default -> one(DOMAINS) + " " + one(TYPES) + " " + one(ITEMS) + " " + one(VALUES) + end;
        };
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
