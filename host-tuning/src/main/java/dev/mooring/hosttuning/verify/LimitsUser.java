package dev.mooring.hosttuning.verify;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user as pam_limits asks about one.
 *
 * @param name its name; {@link #ANYBODY} has none
 * @param uid its number; empty where only the name is known
 * @param gid the number of its own group
 * @param groups the names of its groups
 * @param groupIds their numbers
 */
record LimitsUser(String name, OptionalLong uid, OptionalLong gid, Set<String> groups, Set<Long> groupIds) {
    private static final long ORDINARY = 59_999;

    /** Whoever has no line of their own and is in no group that has one: an ordinary user with one of the last numbers. */
    static final LimitsUser ANYBODY =
            new LimitsUser("", OptionalLong.of(ORDINARY), OptionalLong.of(ORDINARY), Set.of(), Set.of());

    static final LimitsUser ROOT =
            new LimitsUser("root", OptionalLong.of(0), OptionalLong.of(0), Set.of("root"), Set.of(0L));

    private static final Pattern NAMED = Pattern.compile("(uid|gid|groups)=(\\S.*?)(?= (?:gid|groups|context)=|$)");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,10})(?:\\(([^)]*)\\))?");

    LimitsUser {
        groups = Set.copyOf(groups);
        groupIds = Set.copyOf(groupIds);
    }

    static LimitsUser named(String name) {
        return name.equals("root")
                ? ROOT
                : new LimitsUser(name, OptionalLong.empty(), OptionalLong.empty(), Set.of(), Set.of());
    }

    /** A line of the probe: the name that was asked for, then what id(1) says of it. */
    static LimitsUser of(String line) {
        String[] parts = line.split(" ", 2);
        OptionalLong uid = OptionalLong.empty();
        OptionalLong gid = OptionalLong.empty();
        Set<String> groups = new HashSet<>();
        Set<Long> groupIds = new HashSet<>();
        Matcher named = NAMED.matcher(parts.length < 2 ? "" : parts[1]);
        while (named.find()) {
            Matcher number = NUMBER.matcher(named.group(2));
            while (number.find()) {
                long id = Long.parseLong(number.group(1));
                switch (named.group(1)) {
                    case "uid" -> uid = OptionalLong.of(id);
                    case "gid" -> gid = OptionalLong.of(id);
                    default -> {
                        groupIds.add(id);
                        if (number.group(2) != null) {
                            groups.add(number.group(2));
                        }
                    }
                }
            }
        }
        return new LimitsUser(parts[0], uid, gid, groups, groupIds);
    }

    boolean isRoot() {
        return uid.isPresent() ? uid.getAsLong() == 0 : name.equals("root");
    }

    /** The human-readable name. */
    String inWords() {
        return equals(ANYBODY) ? "everyone without a line of their own" : name;
    }
}
