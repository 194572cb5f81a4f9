package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** No configured nofile above fs.nr_open: systemd lowers it in silence, PAM falls back, other set-ups lock out. */
final class NofileCeilingRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        OptionalLong ceiling = host.reading().kernelNumber("fs.nr_open");
        String expected = ceiling.isPresent() ? "<= " + ceiling.getAsLong() : "<= fs.nr_open";
        Subject subject = new Subject("nofile <= fs.nr_open", Severity.FAILURE, expected, "fs.nr_open of the host");
        if (ceiling.isEmpty()) {
            return List.of(subject.unknown(Observed.NOTHING, "fs.nr_open could not be read."));
        }
        return List.of(wishes(host.reading()).stream()
                .filter(wish -> Numbers.read(wish.value()).orElse(0) > ceiling.getAsLong())
                .findFirst()
                .map(wish -> tooHigh(subject, wish, ceiling.getAsLong(), host))
                .orElseGet(() -> none(subject, host.reading())));
    }

    private static Finding none(Subject subject, HostReading reading) {
        return reading.limitsFiles().complete() && reading.unit().files().complete()
                ? subject.pass(Observed.NOTHING, "No file asks for more.", Survival.UNKNOWN)
                : subject.unknown(Observed.NOTHING, "Not all files could be read.");
    }

    private static List<Assignment> wishes(HostReading reading) {
        List<Assignment> wishes = new ArrayList<>();
        reading.limitsFiles().nofile().forEach(line -> wishes.add(new Assignment(LimitsFiles.word(line, 3), line)));
        reading.unit().winner("LimitNOFILE").ifPresent(wishes::add);
        return wishes;
    }

    private static Finding tooHigh(Subject subject, Assignment wish, long ceiling, CheckedHost host) {
        Observed observed =
                Observed.configured(wish.value(), wish.line().origin()).kernel(Long.toString(ceiling));
        boolean unit = wish.line().text().startsWith("LimitNOFILE=");
        String consequence = unit
                ? "systemd lowers it to that without a word; systemctl show still prints " + wish.value()
                : "PAM cannot set it and falls back to less";
        String edit = "sudo sed -i '" + wish.line().number() + "s/" + wish.value() + "/" + host.requiredNofile() + "/' "
                + wish.line().file();
        return subject.fail(
                observed,
                wish.line().origin() + " asks for " + wish.value() + ", more than fs.nr_open=" + ceiling + ": "
                        + consequence + ".",
                unit ? edit + " && sudo systemctl daemon-reload && " + ServerProcessRule.RESTART : edit,
                Survival.NO);
    }
}
