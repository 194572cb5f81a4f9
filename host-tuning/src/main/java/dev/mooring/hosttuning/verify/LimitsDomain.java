package dev.mooring.hosttuning.verify;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first word of a line in limits.d, matched as pam_limits(8) of Linux-PAM does: users before groups before all. */
enum LimitsDomain {
    USER,
    GROUP,
    EVERYONE;

    /** Numbers of users or groups: {@code 1000:2000}, {@code 1000:}, {@code :1000} for one alone. */
    private static final Pattern RANGE = Pattern.compile("(\\d{1,10})?:(\\d{1,10})?");

    /**
     * How a domain covers a user; empty when it does not.
     *
     * @param spareRoot whether lines for everyone and for groups are not for root, as by Debian's patch
     */
    static Optional<LimitsDomain> covering(String domain, LimitsUser user, boolean spareRoot) {
        boolean spared = spareRoot && user.isRoot();
        if (domain.equals(user.name())) {
            return Optional.of(USER);
        }
        if (domain.equals("*")) {
            return spared ? Optional.empty() : Optional.of(EVERYONE);
        }
        boolean ofGroups = domain.startsWith("@") || domain.startsWith("%");
        if (ofGroups && !spared) {
            return domain.startsWith("@") && group(domain.substring(1), user) ? Optional.of(GROUP) : Optional.empty();
        }
        // Where root is spared, a range of groups is taken for one of users: so the code of Debian's patch goes.
        String range = ofGroups ? domain.substring(1) : domain;
        return user.uid().isPresent() && inRange(range, user.uid().getAsLong()) ? Optional.of(USER) : Optional.empty();
    }

    /** Whether a line of this domain and a dash, which ends the reading, is for a user. It spares nobody. */
    static boolean exempts(String domain, LimitsUser user) {
        return (domain.startsWith("%") || domain.equals("*"))
                ? user.uid().isPresent()
                        && inRange(domain.substring(1), user.uid().getAsLong())
                : covering(domain, user, false).isPresent();
    }

    /** A range of groups is held against the user's own group, a single number against all of them. */
    private static boolean group(String name, LimitsUser user) {
        if (!name.contains(":")) {
            return user.groups().contains(name);
        }
        OptionalLong single =
                name.matches(":\\d{1,10}") ? OptionalLong.of(Long.parseLong(name.substring(1))) : OptionalLong.empty();
        return single.isPresent()
                ? user.groupIds().contains(single.getAsLong())
                : user.gid().isPresent() && inRange(name, user.gid().getAsLong());
    }

    private static boolean inRange(String range, long id) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches() || range.equals(":")) {
            return false;
        }
        String least = matcher.group(1);
        String most = matcher.group(2);
        if (least == null) {
            return id == Long.parseLong(most);
        }
        return id >= Long.parseLong(least) && (most == null || id <= Long.parseLong(most));
    }
}
