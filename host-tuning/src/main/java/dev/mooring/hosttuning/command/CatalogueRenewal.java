package dev.mooring.hosttuning.command;

import dev.mooring.capacity.CatalogueFile;
import dev.mooring.capacity.Offerings;
import dev.mooring.hosttuning.fleet.Ec2Catalogue;
import dev.mooring.hosttuning.fleet.Ec2Catalogue.Facts;
import dev.mooring.hosttuning.fleet.FleetUnavailableException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Both tables of the catalogue as an account sees them today. What EC2 does not tell stays as it was: prices, the idle
 * timeout of tracked connections, a baseline that is not published, and regions that the account has not enabled.
 *
 * @param types the text of {@link CatalogueFile#TYPES}
 * @param offerings the text of {@link CatalogueFile#OFFERINGS}
 * @param asked the regions that were asked
 * @param added offers of a type in a zone that are new
 * @param removed those that are gone
 */
record CatalogueRenewal(String types, String offerings, NavigableSet<String> asked, int added, int removed) {
    private static final int NAME = 0;
    private static final int BASELINE = 7;
    private static final int TIMEOUT = 8;
    private static final int PRICE = 9;

    /**
     * Asks EC2. Nothing is written.
     *
     * @throws FleetUnavailableException when one of the questions has no answer
     */
    static CatalogueRenewal ask(Ec2Catalogue account, LocalDate today) throws FleetUnavailableException {
        List<List<String>> known = CatalogueFile.TYPES.rows();
        List<String> names = known.stream().map(row -> row.get(NAME)).toList();
        Map<String, Facts> facts = new HashMap<>();
        NavigableMap<String, NavigableMap<String, NavigableSet<String>>> offered = new TreeMap<>();
        NavigableSet<String> asked = account.regions();
        for (String region : asked) {
            NavigableMap<String, NavigableSet<String>> zones = account.offerings(region, names);
            offered.put(region, zones);
            List<String> unseen = zones.keySet().stream()
                    .filter(type -> !facts.containsKey(type))
                    .toList();
            if (!unseen.isEmpty()) {
                facts.putAll(account.facts(region, unseen));
            }
        }
        return of(known, facts, offered, today);
    }

    private static CatalogueRenewal of(
            List<List<String>> rows,
            Map<String, Facts> facts,
            NavigableMap<String, NavigableMap<String, NavigableSet<String>>> offered,
            LocalDate today) {
        List<String> types = new ArrayList<>(
                List.of(
                        "# EC2 instance types. Facts of DescribeInstanceTypes, " + today
                                + "; baseline and price that EC2 does not",
                        "# tell as published in aws/karpenter-provider-aws 1d927085d (2026-08-21). Written by capacity/catalogue --renew.",
                        "# type\tvCPU\tmemory MiB\tarchitecture\thypervisor\tcurrent generation\tburstable\tbaseline Mbit/s (- unknown)"
                                + "\tdefault idle timeout of a tracked TCP connection, s\tUSD an hour, Linux, on demand, us-east-1"));
        List<String> offers = new ArrayList<>(List.of(
                "# Which region and availability zone (by id) offers a type. Facts of DescribeInstanceTypeOfferings, "
                        + today + ", in the",
                "# regions " + String.join(", ", offered.keySet()) + "; others as they were.",
                "# type\tregion\tzone ids"));
        int added = 0;
        int removed = 0;
        for (List<String> row : rows) {
            String type = row.get(NAME);
            Facts now = facts.get(type);
            types.add(String.join("\t", now == null ? row : merged(row, now)));
            NavigableMap<String, NavigableSet<String>> before = before(type);
            NavigableMap<String, NavigableSet<String>> after = new TreeMap<>(before);
            after.keySet().removeAll(offered.keySet());
            offered.forEach((region, zones) -> {
                if (zones.containsKey(type)) {
                    after.put(region, zones.get(type));
                }
            });
            after.forEach((region, zones) -> offers.add(type + "\t" + region + "\t" + String.join(",", zones)));
            added += missing(after, before);
            removed += missing(before, after);
        }
        return new CatalogueRenewal(text(types), text(offers), new TreeSet<>(offered.keySet()), added, removed);
    }

    private static List<String> merged(List<String> row, Facts now) {
        return List.of(
                row.get(NAME),
                Integer.toString(now.virtualCpus()),
                Long.toString(now.memoryMebibytes()),
                now.architecture(),
                now.hypervisor(),
                Boolean.toString(now.current()),
                Boolean.toString(now.burstable()),
                now.baselineMegabits().map(String::valueOf).orElse(row.get(BASELINE)),
                row.get(TIMEOUT),
                row.get(PRICE));
    }

    private static NavigableMap<String, NavigableSet<String>> before(String type) {
        Offerings known = Offerings.published();
        NavigableMap<String, NavigableSet<String>> zones = new TreeMap<>();
        known.regionsWith(type).forEach(region -> zones.put(region, known.zonesWith(type, region)));
        return zones;
    }

    private static int missing(Map<String, NavigableSet<String>> from, Map<String, NavigableSet<String>> in) {
        return (int) from.entrySet().stream()
                .flatMap(region -> region.getValue().stream()
                        .filter(zone -> !in.containsKey(region.getKey())
                                || !in.get(region.getKey()).contains(zone)))
                .count();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
