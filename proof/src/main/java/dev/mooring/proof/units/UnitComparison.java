package dev.mooring.proof.units;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.NumberedLines;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Setting.UnitProperty;
import dev.mooring.hosttuning.setting.TuningProfile;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.Outcome;
import dev.mooring.hosttuning.verify.PlanCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What verify says of generated unit files beside what systemd does with them. A seed gives the same cases again. */
public final class UnitComparison {
    /** Fewer are not compared. */
    public static final int CASES = 50;

    private static final Pattern SPAN = Pattern.compile("([0-9.]+)(y|month|w|d|h|min|s|ms|us)");
    private static final Map<String, Double> SECONDS = Map.of(
            "y",
            31_557_600.0,
            "month",
            2_629_800.0,
            "w",
            604_800.0,
            "d",
            86_400.0,
            "h",
            3600.0,
            "min",
            60.0,
            "s",
            1.0,
            "ms",
            1e-3,
            "us",
            1e-6);

    private final CapacityPlan plan;
    private final PlanCheck check;
    private final TuningProfile profile;
    private final long seed;
    private final List<UnitBatch> batches;

    /** Cases that one systemd has all at once; the drop-ins of all its services stay as they are. */
    public static UnitComparison apart(CapacityPlan plan, long seed) {
        return new UnitComparison(plan, seed, cases -> List.of(cases.apart(CASES)));
    }

    /** At least so many cases, some of them below a drop-in of all services. */
    public static UnitComparison of(CapacityPlan plan, long seed, int cases) {
        return new UnitComparison(plan, seed, made -> made.batches(Math.max(cases, CASES)));
    }

    private UnitComparison(CapacityPlan plan, long seed, Function<UnitCases, List<UnitBatch>> made) {
        this.plan = plan;
        this.seed = seed;
        check = new PlanCheck(plan, Role.SERVER);
        profile = TuningProfile.of(plan, Role.SERVER, false);
        String ours = profile.files().stream()
                .filter(file -> file.path().equals(TuningProfile.SERVER_UNIT_FILE))
                .findFirst()
                .orElseThrow()
                .text();
        batches = made.apply(new UnitCases(new Random(seed), ours));
    }

    /**
     * The script for root of the host whose systemd is asked. It leaves no unit behind. The host has a user
     * {@code mooring}, and a program in the server's place that keeps running.
     */
    public String script() {
        return UnitScript.of(check, batches);
    }

    /** Reads what the script printed. */
    public UnitResult result(String output) throws HostUnreachableException {
        UnitAnswers answers = new UnitAnswers(output);
        List<String> falsePasses = new ArrayList<>();
        List<String> falseFails = new ArrayList<>();
        int passes = 0;
        List<UnitCase> cases =
                batches.stream().flatMap(batch -> batch.cases().stream()).toList();
        for (int number = 0; number < cases.size(); number++) {
            HostReport report = check.check(recorded(answers.probe(number)));
            for (Map.Entry<String, Boolean> truth : truths(answers, number).entrySet()) {
                List<Finding> findings = report.findings().stream()
                        .filter(finding -> finding.check().id().equals(truth.getKey()))
                        .toList();
                boolean passed =
                        !findings.isEmpty() && findings.stream().allMatch(finding -> finding.outcome() == Outcome.PASS);
                passes += passed ? 1 : 0;
                if (passed != truth.getValue()) {
                    (passed ? falsePasses : falseFails)
                            .add(told(answers, number, cases.get(number), truth.getKey(), findings));
                }
            }
        }
        int verdicts = cases.size() * (profile.ofType(UnitProperty.class).size() + 1);
        return new UnitResult(seed, cases.size(), verdicts, passes, falsePasses, falseFails);
    }

    /** Each finding's name, and whether the host is good now, after systemd read its files, and after a boot. */
    private Map<String, Boolean> truths(UnitAnswers answers, int number) {
        Map<String, Boolean> truths = profile.ofType(UnitProperty.class).stream()
                .collect(Collectors.toMap(
                        UnitProperty::id,
                        property -> UnitAnswers.MOMENTS.stream()
                                .allMatch(moment -> answers.has(moment, number)
                                        && holds(property, answers.shown(moment, number, property.shown())))));
        truths.put("unit start", answers.started(number));
        return truths;
    }

    private boolean holds(UnitProperty property, String shown) {
        String value = property.shown().endsWith("USec") && !shown.equals("infinity") ? seconds(shown) : shown;
        return property.requirement()
                .holds(value, plan.spec().instance().hardware().memory());
    }

    /** Of what {@code systemctl show} prints, as in {@code 1h 30min 5.500s}. */
    private static String seconds(String span) {
        double sum = SPAN.matcher(span)
                .results()
                .mapToDouble(
                        part -> Double.parseDouble(part.group(1)) * SECONDS.getOrDefault(part.group(2), Double.NaN))
                .sum();
        return Long.toString((long) Math.floor(sum));
    }

    private static String told(UnitAnswers answers, int number, UnitCase files, String id, List<Finding> findings) {
        String has = UnitAnswers.MOMENTS.stream()
                .map(moment -> moment + " "
                        + List.of("LoadState", "LimitNOFILE", "TimeoutStopUSec", "Restart").stream()
                                .map(property -> answers.shown(moment, number, property))
                                .toList())
                .collect(Collectors.joining(", "));
        return "case " + number + ", " + id + ": " + has + ", started " + answers.started(number) + "; verify: "
                + findings.stream().map(Finding::sentence).toList() + "\n" + files;
    }

    private static Host recorded(String output) {
        return new Host() {
            @Override
            public String name() {
                return "case";
            }

            @Override
            public HostReply run(String script) {
                return new HostReply(NumberedLines.number(output), 0);
            }
        };
    }
}
