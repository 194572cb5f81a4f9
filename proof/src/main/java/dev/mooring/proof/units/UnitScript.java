package dev.mooring.proof.units;

import dev.mooring.hosttuning.verify.PlanCheck;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shell script that gives the cases to a systemd, as root of its host. The cases of a batch are there side by side, so
 * that systemd reads its files three times for a batch and not for a case: on an emulated processor that takes seconds. In
 * the paths and in the probe, the unit's name is that of the case.
 */
final class UnitScript {
    private static final String FUNCTIONS = """
            set -u
            cd /
            umask 022
            # Each program that is started takes an emulated processor some 60 ms.
            put() { gone "$1"; printf %s "$2" >"$1"; }
            link() { gone "$1"; ln -s "$2" "$1"; }
            gone() {
              [ -d "${1%/*}" ] || mkdir -p "${1%/*}"
              if [ -e "$1" ] || [ -L "$1" ]; then rm "$1"; fi
            }
            aged() { touch -h -d '2001-01-01 00:00' "$@"; }
            clean() {
              for root in /etc /run /usr/local/lib /usr/lib; do
                rm -rf "$root"/systemd/system/case[0-9]* "$root"/systemd/system/multi-user.target.wants/case[0-9]*
                rm -rf "$root"/systemd/system/service.d
              done
            }
            reload() { systemctl daemon-reload; }
            tell() {
              printf '\\n==%s %s==\\n' "$1" "$cases"
              systemctl show -p LoadState -p LimitNOFILE -p TimeoutStopUSec -p Restart $units
            }
            # systemd is asked of all cases at once, with the probe's own question.
            verify() {
              systemctl show $properties $units | csplit -s -f /run/units-shown- -b %d - '/^$/' '{*}'
              started=0
              for case in $cases; do
                shown=/run/units-shown-$started
                (
                  printf '\\n==probe %s==\\n' "$case"
                  probe 2>/dev/null
                ) >"/run/units-$case" &
                started=$((started + 1))
                if [ $((started % 4)) = 0 ]; then wait; fi
              done
              wait
              for case in $cases; do cat "/run/units-$case"; done
              rm /run/units-case* /run/units-shown-*
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
              pids=$(systemctl show -P MainPID $units)
              set -- $pids
              for case in $cases; do
                printf '\\n==started %s==\\n' "$case"
                if [ "$1" != 0 ]; then tr '\\0' '\\n' <"/proc/$1/cmdline"; fi
                shift
              done
              xargs systemctl stop </run/units-wanted
              clean
            }
            """;

    /** In the probe, after its functions. */
    private static final String ASKED = """
            limited() { "$@"; }
            systemctl() {
              if [ "$1 $2" = "show $case-server.service" ]; then
                cat "$shown"
              else
                command systemctl "$@"
              fi
            }
            """;

    private static final Pattern QUESTION =
            Pattern.compile("systemctl show mooring-server\\.service ([^|]*)\\|\\| return");

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
                .append("properties='")
                .append(script.question())
                .append("'\nprobe() {\n")
                .append(script.probe())
                .append("}\nclean\n");
        batches.forEach(script::add);
        return script.text.append("reload\nrm -f /run/units-wanted\nexit 0\n").toString();
    }

    /** What the probe asks systemd about a unit. */
    private String question() {
        Matcher question = QUESTION.matcher(check.script());
        if (!question.find()) {
            throw new IllegalStateException("the probe does not ask systemd about the unit");
        }
        return question.group(1).replaceAll("\\\\?\\s+", " ").strip();
    }

    /** The probe as it is shipped, with its readings of the unit alone, about the unit of {@code $case}. */
    private String probe() {
        List<String> lines = check.script()
                .lines()
                // Parts of several answers are put together, so their lines are not numbered.
                .filter(line -> !line.equals("{"))
                // Inside a loop something has to stay.
                .map(line -> line.startsWith("  show ") ? "  :" : line)
                .filter(line -> !line.startsWith("show ") || line.startsWith("show unit"))
                .takeWhile(line -> !line.startsWith("pid=$("))
                .toList();
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("show "))
                .findFirst()
                .orElseThrow());
        return named("\"$case\"", String.join("\n", lines.subList(0, first)) + "\n") + ASKED
                + named("\"$case\"", String.join("\n", lines.subList(first, lines.size())))
                + "\nprintf '\\n::mooring end %s\\n' \"$readings\"\n";
    }

    private void add(UnitBatch batch) {
        int first = number;
        number += batch.cases().size();
        String names =
                IntStream.range(first, number).mapToObj(each -> "case" + each).collect(Collectors.joining(" "));
        text.append("cases='").append(names).append("'\nunits='");
        text.append(names.replaceAll("case\\d+", "$0-server.service")).append("'\n");
        for (int index = first; index < number; index++) {
            UnitCase one = batch.cases().get(index - first);
            write("case" + index, one.loaded());
            if (one.reloaded()) {
                write("case" + index, one.changed());
            }
        }
        if (batch.reloaded()) {
            write("", batch.shared());
        }
        text.append("reload\n");
        for (int index = first; index < number; index++) {
            UnitCase one = batch.cases().get(index - first);
            if (!one.reloaded()) {
                write("case" + index, one.changed());
                age("case" + index, one);
            }
        }
        if (!batch.reloaded()) {
            write("", batch.shared());
        }
        text.append("tell now\nverify\nreload\ntell reloaded\nboot\n");
    }

    private void age(String name, UnitCase one) {
        List<String> files = one.changed().entrySet().stream()
                .filter(entry -> one.aged() && !entry.getValue().equals(UnitCase.GONE))
                .map(entry -> quoted(named(name, entry.getKey())))
                .toList();
        if (!files.isEmpty()) {
            text.append("aged ").append(String.join(" ", files)).append('\n');
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
