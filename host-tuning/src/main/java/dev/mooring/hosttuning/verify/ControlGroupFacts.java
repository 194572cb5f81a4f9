package dev.mooring.hosttuning.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A control group in which the server runs or will run: its own, or one above it, whose limits hold for it too.
 *
 * @param name as a path, or of a slice
 * @param memoryMax in bytes; empty where it could not be read, {@link Long#MAX_VALUE} where there is no limit
 * @param memoryCurrent in bytes, as far as it is counted
 * @param tasksMax processes and threads
 */
record ControlGroupFacts(String name, OptionalLong memoryMax, OptionalLong memoryCurrent, OptionalLong tasksMax) {
    /** The name of the unit's own. */
    static final String UNIT = "the unit";

    /** Threads of a server on the smallest host: event loops, the collector, the compilers, the admin port. */
    static final long MIN_TASKS = 64;

    /** The groups of a probe, and the unit as systemd shows it where it is not one of them. */
    static List<ControlGroupFacts> of(ProbeSection groups, UnitFacts unit) {
        List<ControlGroupFacts> found = new ArrayList<>();
        groups.text().lines().filter(line -> groups.isRead()).forEach(line -> {
            String[] words = line.strip().split(" +", -1);
            Map<String, String> values = new HashMap<>();
            for (String word : words) {
                String[] parts = word.split("=", 2);
                values.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
            found.add(of(words[0], values));
        });
        found.add(of(UNIT, unit.shown()));
        if (!unit.show("EffectiveMemoryMax").isEmpty()) {
            found.add(of(
                    "the unit and what is above it",
                    Map.of("MemoryMax", unit.show("EffectiveMemoryMax"), "TasksMax", unit.show("EffectiveTasksMax"))));
        }
        return List.copyOf(found);
    }

    private static ControlGroupFacts of(String name, Map<String, String> values) {
        return new ControlGroupFacts(
                name, limit(values, "MemoryMax"), limit(values, "MemoryCurrent"), limit(values, "TasksMax"));
    }

    private static OptionalLong limit(Map<String, String> values, String key) {
        String value = values.getOrDefault(key, "");
        return KernelNumber.read(value.equals("max") ? "infinity" : value);
    }

    boolean limitsMemory() {
        return memoryMax.orElse(Long.MAX_VALUE) != Long.MAX_VALUE;
    }

    /** What is left of the memory, in bytes. */
    long memoryLeft() {
        long used = memoryCurrent.orElse(0);
        return Math.max(0, memoryMax.orElse(Long.MAX_VALUE) - (used == Long.MAX_VALUE ? 0 : used));
    }

    boolean hasTooFewTasks() {
        return tasksMax.orElse(Long.MAX_VALUE) < MIN_TASKS;
    }
}
