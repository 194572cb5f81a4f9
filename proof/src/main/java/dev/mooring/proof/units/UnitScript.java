package dev.mooring.proof.units;

import dev.mooring.hosttuning.verify.PlanCheck;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The shell script that gives the cases to a systemd, as root of its host. The cases of a batch are there side by side, so
 * that systemd reads its files four times for a batch and not for a case: on an emulated processor that takes seconds. In
 * the paths and in the probe, the unit's name is that of the case.
 */
final class UnitScript {
    private static final String FUNCTIONS = """
            set -u
            cd /
            umask 022
            put() { gone "$1"; printf %s "$2" >"$1"; }
            link() { gone "$1"; ln -s "$2" "$1"; }
            gone() { mkdir -p "${1%/*}"; rm -f "$1"; }
            clean() {
              for root in /etc /run /usr/local/lib /usr/lib; do
                rm -rf "$root"/systemd/system/case[0-9]* "$root"/systemd/system/multi-user.target.wants/case[0-9]*
                rm -rf "$root"/systemd/system/service.d
              done
            }
            reload() { systemctl daemon-reload; }
            tell() {
              for case in $cases; do
                printf '\\n==%s %s==\\n' "$1" "$case"
                systemctl show -p LoadState -p LimitNOFILE -p TimeoutStopUSec -p Restart "$case-server.service"
              done
            }
            verify() {
              for case in $cases; do
                printf '\\n==probe %s==\\n' "$case"
                sed "s/mooring-server[.]service/$case-server.service/g; s/mooring-[.]service[.]d/$case-.service.d/g" \
                  /run/units-probe | sh
              done
            }
            boot() {
              rm -rf /run/systemd/system/case[0-9]* /run/systemd/system/multi-user.target.wants/case[0-9]*
              rm -rf /run/systemd/system/service.d
              reload
              tell booted
              wanted=$(systemctl show -p Wants multi-user.target)
              for case in $cases; do
                case $wanted in *[=\\ ]"$case-server.service"*) printf '%s-server.service\\n' "$case" ;; esac
              done >/run/units-wanted
              xargs systemctl start </run/units-wanted
              for case in $cases; do
                printf '\\n==started %s==\\n' "$case"
                pid=$(systemctl show -P MainPID "$case-server.service")
                if [ "$pid" != 0 ]; then tr '\\0' '\\n' <"/proc/$pid/cmdline"; fi
              done
              xargs systemctl stop </run/units-wanted
              clean
              reload
            }
            """;

    private final PlanCheck check;
    private final StringBuilder text = new StringBuilder(FUNCTIONS);
    private int number;

    private UnitScript(PlanCheck check) {
        this.check = check;
    }

    /** Prints, for each case, sections that {@link UnitAnswers} reads. */
    static String of(PlanCheck check, List<UnitBatch> batches) {
        UnitScript script = new UnitScript(check);
        script.text
                .append("clean\nput /run/units-probe ")
                .append(quoted(script.probe()))
                .append('\n');
        batches.forEach(script::add);
        return script.text
                .append("rm -f /run/units-probe /run/units-wanted\nexit 0\n")
                .toString();
    }

    /** The probe as it is shipped, with its readings of the unit alone. */
    private String probe() {
        return check.script()
                        .lines()
                        .filter(line -> !line.startsWith("show ") || line.startsWith("show unit"))
                        .takeWhile(line -> !line.startsWith("pid=$("))
                        .collect(Collectors.joining("\n"))
                + "\nprintf '\\n::mooring end %s\\n' \"$readings\"\n";
    }

    private void add(UnitBatch batch) {
        int first = number;
        number += batch.cases().size();
        StringJoiner names = new StringJoiner(" ");
        for (int index = first; index < number; index++) {
            names.add("case" + index);
        }
        text.append("cases='").append(names).append("'\n");
        write(batch, first, one -> true, true);
        text.append("reload\n");
        write(batch, first, UnitCase::reloaded, false);
        if (batch.reloaded()) {
            write("", batch.shared());
        }
        text.append("reload\n");
        write(batch, first, one -> !one.reloaded(), false);
        if (!batch.reloaded()) {
            write("", batch.shared());
        }
        text.append("tell now\nverify\nreload\ntell reloaded\nboot\n");
    }

    private void write(UnitBatch batch, int first, Predicate<UnitCase> which, boolean loaded) {
        for (int index = 0; index < batch.cases().size(); index++) {
            UnitCase one = batch.cases().get(index);
            if (which.test(one)) {
                write("case" + (first + index), loaded ? one.loaded() : one.changed());
            }
        }
    }

    private void write(String name, Map<String, String> files) {
        files.forEach((path, content) -> {
            String command = switch (content) {
                case UnitCase.GONE -> "gone " + quoted(named(name, path));
                case String link
                when link.startsWith(UnitCase.LINK) ->
                    "link " + quoted(named(name, path)) + " "
                            + quoted(named(name, link.substring(UnitCase.LINK.length())));
                default -> "put " + quoted(named(name, path)) + " " + quoted(content);
            };
            text.append(command).append('\n');
        });
    }

    private static String named(String name, String path) {
        return path.replace(UnitCases.UNIT, name + "-server.service")
                .replace("mooring-.service.d", name + "-.service.d");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
