package dev.mooring.capacity;

import static dev.mooring.capacity.InstanceType.Architecture.ARM64;
import static dev.mooring.capacity.InstanceType.Architecture.X86_64;
import static dev.mooring.capacity.InstanceType.Generation.CURRENT;
import static dev.mooring.capacity.InstanceType.Generation.PREVIOUS;
import static dev.mooring.capacity.InstanceType.Hypervisor.NITRO;
import static dev.mooring.capacity.InstanceType.Hypervisor.NITRO_V6;
import static dev.mooring.capacity.InstanceType.Hypervisor.XEN;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.capacity.InstanceType.Generation;
import dev.mooring.capacity.InstanceType.Hypervisor;
import dev.mooring.capacity.unit.Bytes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The instance types that can be planned, as DescribeInstanceTypes gives them (copy of 2026-08). Prices are on-demand,
 * Linux, us-east-1.
 */
public final class InstanceCatalog {
    private static final String OLD_TABLES =
            "EC2 price tables of the previous generation, us-east-1, unchanged by 2026";
    private static final String TABLES = "EC2 on-demand price tables, us-east-1, read 2026-11";
    private static final String PRICING_API = "EC2 pricing API, us-east-1, read 2026-09-30";

    /** Security group tracking allowance of m7i-flex.large: meanii/millionws, a public measurement of 2026-09-30. */
    private static final long TRACKED_M7I_FLEX_LARGE = 76_957;

    private static final Map<String, InstanceType> TYPES = List.of(
                    previous("m3.large", 2, 7_680, 700, "0.133"),
                    previous("m3.xlarge", 4, 15_360, 1_000, "0.266"),
                    previous("m3.2xlarge", 8, 30_720, 1_000, "0.532"),
                    measured("m7i-flex.large", 2, 8_192, 390, "0.09576", TRACKED_M7I_FLEX_LARGE),
                    current("m7i-flex.xlarge", 4, 16_384, X86_64, NITRO, 781, "0.19152"),
                    current("m7i.large", 2, 8_192, X86_64, NITRO, 781, "0.1008"),
                    current("m7i.xlarge", 4, 16_384, X86_64, NITRO, 1_562, "0.2016"),
                    current("m7i.2xlarge", 8, 32_768, X86_64, NITRO, 3_125, "0.4032"),
                    current("m8i.large", 2, 8_192, X86_64, NITRO_V6, 937, "0.10584"),
                    current("m8i.xlarge", 4, 16_384, X86_64, NITRO_V6, 1_875, "0.21168"),
                    current("m8i.2xlarge", 8, 32_768, X86_64, NITRO_V6, 3_750, "0.42336"),
                    current("m7g.large", 2, 8_192, ARM64, NITRO, 937, "0.0816"),
                    current("m7g.xlarge", 4, 16_384, ARM64, NITRO, 1_876, "0.1632"),
                    current("m7g.2xlarge", 8, 32_768, ARM64, NITRO, 3_750, "0.3264"),
                    current("m8g.large", 2, 8_192, ARM64, NITRO, 937, "0.08976"),
                    current("m8g.xlarge", 4, 16_384, ARM64, NITRO, 1_875, "0.17952"),
                    current("m8g.2xlarge", 8, 32_768, ARM64, NITRO, 3_750, "0.35904"),
                    current("c7g.xlarge", 4, 8_192, ARM64, NITRO, 1_876, "0.145"),
                    current("c7g.2xlarge", 8, 16_384, ARM64, NITRO, 3_750, "0.29"),
                    current("c8g.xlarge", 4, 8_192, ARM64, NITRO, 1_875, "0.15952"),
                    current("r7g.large", 2, 16_384, ARM64, NITRO, 937, "0.1071"),
                    current("r7g.xlarge", 4, 32_768, ARM64, NITRO, 1_876, "0.2142"))
            .stream()
            .collect(Collectors.toUnmodifiableMap(InstanceType::name, Function.identity()));

    private InstanceCatalog() {}

    /**
     * Finds a type by its AWS name.
     *
     * @throws RefusedException listing the known types
     */
    public static InstanceType find(String name) {
        InstanceType type = TYPES.get(name);
        if (type == null) {
            throw RefusedException.of(
                    "instance-type", name, "is not one of", String.join(", ", names()), "choose one of them");
        }
        return type;
    }

    /** The known names in alphabetical order. */
    public static List<String> names() {
        return TYPES.keySet().stream().sorted().toList();
    }

    private static InstanceType previous(String name, int cpus, long mebibytes, int megabits, String price) {
        return type(name, cpus, mebibytes, X86_64, PREVIOUS, XEN, megabits, price, OLD_TABLES, OptionalLong.empty());
    }

    private static InstanceType current(
            String name,
            int cpus,
            long mebibytes,
            Architecture architecture,
            Hypervisor hypervisor,
            int megabits,
            String price) {
        OptionalLong tracked = OptionalLong.empty();
        return type(name, cpus, mebibytes, architecture, CURRENT, hypervisor, megabits, price, TABLES, tracked);
    }

    private static InstanceType measured(
            String name, int cpus, long mebibytes, int megabits, String price, long tracked) {
        OptionalLong allowance = OptionalLong.of(tracked);
        return type(name, cpus, mebibytes, X86_64, CURRENT, NITRO, megabits, price, PRICING_API, allowance);
    }

    private static InstanceType type(
            String name,
            int cpus,
            long mebibytes,
            Architecture architecture,
            Generation generation,
            Hypervisor hypervisor,
            int megabits,
            String price,
            String source,
            OptionalLong tracked) {
        return new InstanceType(
                name,
                cpus,
                Bytes.mebi(mebibytes),
                architecture,
                generation,
                hypervisor,
                megabits,
                new BigDecimal(price),
                source,
                tracked);
    }
}
