package dev.mooring.rehearsal.fleet;

import dev.mooring.rehearsal.report.Quantity;
import dev.mooring.rehearsal.report.Section;
import dev.mooring.rehearsal.report.Section.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of a rehearsal of two hosts. Filled by one thread. */
public final class FleetResult {
    final List<String> failures = new ArrayList<>();
    final List<FleetHost.Gap> gaps = new ArrayList<>();
    long published;
    long refused;
    Duration back = Duration.ZERO;
    private final Map<String, Sent> audiences = new LinkedHashMap<>();
    private final FleetNumbers.Heard heard = new FleetNumbers.Heard();

    private record Sent(long all, long heard) {}

    void sent(String kind, boolean arrived) {
        audiences.merge(
                kind,
                new Sent(1, arrived ? 1 : 0),
                (before, one) -> new Sent(before.all() + one.all(), before.heard() + one.heard()));
    }

    void heard(FleetNumbers.Heard client) {
        heard.heard += client.heard;
        heard.lost += client.lost;
        heard.lostOutsideOfGaps += client.lostOutsideOfGaps;
        heard.repeated += client.repeated;
        heard.disordered += client.disordered;
    }

    /** Sentences; none when all of it held. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(failures);
        if (heard.lostOutsideOfGaps > 0) {
            problems.add(heard.lostOutsideOfGaps + " messages were lost outside of the gaps that the hosts told.");
        }
        if (heard.repeated > 0) {
            problems.add(heard.repeated + " messages came twice.");
        }
        if (heard.disordered > 0) {
            problems.add(heard.disordered + " messages came out of order.");
        }
        return problems;
    }

    /** As it is shown. */
    public List<Section> sections() {
        List<Figure> sent = new ArrayList<>();
        audiences.forEach((kind, count) -> sent.add(new Figure(
                kind.replace(" ", ""),
                count.heard(),
                kind,
                Quantity.count(count.heard()),
                "heard of " + Quantity.count(count.all()) + ", from either host to either")));
        return List.of(
                new Section("audiences", "Published on one host, heard on both", sent),
                new Section("killedEngine", "The engine killed with SIGKILL, back after a second", killed()));
    }

    private List<Figure> killed() {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "published",
                published,
                "published",
                Quantity.count(published),
                "a number at a time through each host"));
        figures.add(new Figure(
                "refused", refused, "refused", Quantity.count(refused), "with 503 and Retry-After, while it was away"));
        figures.add(new Figure("heard", heard.heard, "heard", Quantity.count(heard.heard), "by the clients together"));
        figures.add(new Figure(
                "lost", heard.lost, "lost", Quantity.count(heard.lost), "by the clients together, in the gaps told"));
        figures.add(new Figure(
                "lostOutsideOfGaps",
                heard.lostOutsideOfGaps,
                "lost in silence",
                Quantity.count(heard.lostOutsideOfGaps),
                "of them outside of those gaps"));
        figures.add(new Figure("repeated", heard.repeated, "repeated", Quantity.count(heard.repeated), ""));
        figures.add(new Figure("disordered", heard.disordered, "out of order", Quantity.count(heard.disordered), ""));
        figures.add(new Figure(
                "backMillis",
                back.toMillis(),
                "back",
                Quantity.seconds(back.toMillis()),
                "after the engine listened again, the later host"));
        for (FleetHost.Gap gap : gaps) {
            long millis = Duration.between(gap.from(), gap.until()).toMillis();
            figures.add(new Figure(
                    String.format(Locale.ROOT, "gap%dMillis", 1 + gaps.indexOf(gap)),
                    millis,
                    "gap told",
                    Quantity.seconds(millis),
                    ""));
        }
        return figures;
    }
}
