package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.unit.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** docs/settings.md, made from the catalog with the default fleet. */
final class SettingsDocument {
    private static final InstanceType INSTANCE = Profiles.PLAN.spec().instance();

    private static final String INTRODUCTION = """
            # Settings of a host

            This page is made from the catalog of settings (`dev.mooring.hosttuning.setting.SettingCatalog`) with the default
            fleet: @CONNECTIONS@ connections on @INSTANCE@. A test compares the two.

            The same object writes a setting and checks it, so the number that is written and the number that is checked cannot
            differ. `host-tuning/verify` compares three places: the file that wins, the kernel, and the running server.

            - `>=` is a minimum. It is raised where it is lower and never lowered. `<=` is a maximum, the other way round.
            - `about` is within a twentieth. It follows the memory of the host and is computed there.
            - *failure*: the connections cannot be held. *warning*: they can, with less margin.

            """;

    private static final String LEFT_ALONE = """
            ## Left alone, and why

            | Setting | Why |
            |---|---|
            | `net.ipv4.netfilter.ip_conntrack_max` | does not exist on current kernels; `sysctl -p` fails on it, and a script that stops at the first error stops there. The check warns where a file names it |
            | `net.nf_conntrack_max` | another name of `net.netfilter.nf_conntrack_max`; two lines for one variable contradict each other one day |
            | `net.ipv4.tcp_tw_recycle` | gone from the kernel |
            | `DefaultLimitNOFILE` | would raise the limit of every service; the server's unit has its own |
            | transparent huge pages, RPS, busy polling, BBR | not measured for idle connections |
            | `kernel.pid_max`, `vm.max_map_count` | the defaults are enough: the server has a few threads |
            | hash table of established connections (`thash_entries=`) | needs the kernel's command line; at 131,072 buckets and 600,000 sockets a chain has 4.6 links |

            ## The network interface

            EC2 tracks the connections of a security group on the network interface, outside the host: 432,000 s by default,
            350 s on Nitro v6. A host cannot read it, so the check notes what the plan asks for.
            """;

    private SettingsDocument() {}

    static String text() {
        return INTRODUCTION
                        .replace(
                                "@CONNECTIONS@",
                                Long.toString(Profiles.PLAN.spec().connections()))
                        .replace("@INSTANCE@", INSTANCE.name())
                + section("Server", SettingCatalog.of(Profiles.PLAN, Role.SERVER, true))
                + section("Load generator", SettingCatalog.of(Profiles.PLAN, Role.LOAD_GENERATOR, true))
                + LEFT_ALONE;
    }

    private static String section(String title, List<Setting> settings) {
        return "## " + title + "\n\n"
                + "| Setting | Required | Formula | Why | Read from | Source | Unmet |\n|---|---|---|---|---|---|---|\n"
                + settings.stream().map(SettingsDocument::row).collect(Collectors.joining())
                + "\nConntrack settings other than the module and its size are warnings until a firewall rule tracks"
                + " connections.\n\n"
                + files(settings)
                + "\n";
    }

    private static String row(Setting setting) {
        Rationale rationale = setting.rationale();
        Bytes memory = INSTANCE.hardware().memory();
        return "| `" + setting.id() + "` | `" + setting.requirement().text(memory) + "` | "
                + setting.requirement().value().formula() + " | " + rationale.why() + " | " + rationale.readFrom()
                + " | " + rationale.source() + " | "
                + rationale.severity().name().toLowerCase(Locale.ROOT) + " |\n";
    }

    private static String files(List<Setting> settings) {
        return "Files: "
                + settings.stream()
                        .map(setting -> "`" + setting.file() + "`")
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ".\n";
    }
}
