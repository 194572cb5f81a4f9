package dev.mooring.capacity;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.capacity.InstanceType.Generation;
import dev.mooring.capacity.InstanceType.Hypervisor;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The instance types that can be planned, from {@link CatalogueFile#TYPES}, which names the source and date of each fact.
 * Prices are on-demand, Linux, in {@value #PRICE_REGION}.
 */
public final class InstanceCatalog {
    /** The region whose prices the catalogue has. */
    public static final String PRICE_REGION = "us-east-1";

    /** Security group tracking allowance where one was measured: meanii/millionws, a public measurement of 2026-09-30. */
    private static final Map<String, Long> TRACKED = Map.of("m7i-flex.large", 76_957L);

    private static final Map<String, InstanceType> TYPES = read();

    private InstanceCatalog() {}

    /**
     * Finds a type by its AWS name.
     *
     * @throws RefusedException naming the types of the same family, or the families
     */
    public static InstanceType find(String name) {
        InstanceType type = TYPES.get(name);
        if (type == null) {
            throw RefusedException.of(
                    "instance-type", name, "is not one of", near(name), "choose a type that capacity/catalogue lists");
        }
        return type;
    }

    /** The known names in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(TYPES.keySet());
    }

    /** All types, in the order of their names. */
    public static Collection<InstanceType> types() {
        return TYPES.values();
    }

    private static String near(String name) {
        String family = family(name) + ".";
        List<String> relatives =
                TYPES.keySet().stream().filter(each -> each.startsWith(family)).toList();
        return relatives.isEmpty()
                ? "the families "
                        + TYPES.keySet().stream()
                                .map(InstanceCatalog::family)
                                .distinct()
                                .collect(Collectors.joining(", "))
                : String.join(", ", relatives);
    }

    private static String family(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static Map<String, InstanceType> read() {
        Map<String, InstanceType> types = new TreeMap<>();
        CatalogueFile.TYPES.rows().forEach(row -> types.put(row.getFirst(), type(row)));
        return Collections.unmodifiableMap(types);
    }

    private static InstanceType type(List<String> row) {
        String name = row.getFirst();
        Long tracked = TRACKED.get(name);
        return new InstanceType(
                name,
                new Hardware(
                        Integer.parseInt(row.get(1)),
                        Bytes.mebi(Long.parseLong(row.get(2))),
                        Architecture.valueOf(row.get(3).toUpperCase(Locale.ROOT)),
                        row.get(5).equals("true") ? Generation.CURRENT : Generation.PREVIOUS,
                        Hypervisor.valueOf(row.get(4).toUpperCase(Locale.ROOT)),
                        row.get(6).equals("true"),
                        row.get(7).equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(row.get(7)))),
                Duration.ofSeconds(Long.parseLong(row.get(8))),
                new BigDecimal(row.get(9)),
                tracked == null ? OptionalLong.empty() : OptionalLong.of(tracked));
    }
}
