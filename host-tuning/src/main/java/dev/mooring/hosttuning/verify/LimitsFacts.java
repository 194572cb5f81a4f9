package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that decides about the open files of a session that PAM opens.
 *
 * @param complete whether the files and the users could be read
 * @param files limits.conf and limits.d
 * @param users root, the user of the check, that of the server's unit, and those who may log in
 * @param pam whose rules hold
 * @param first the limits of process 1, from which Debian's PAM starts each session
 */
record LimitsFacts(boolean complete, LimitsFiles files, List<LimitsUser> users, PamRelease pam, LimitsWish.Pair first) {
    private static final long STARTING_SOFT = 1024;

    LimitsFacts {
        users = List.copyOf(users);
    }

    static LimitsFacts of(ProbeSection files, ProbeSection users, ProbeSection pam, ProbeSection first) {
        LimitsFiles read = new LimitsFiles(ConfigurationFiles.of(files));
        return new LimitsFacts(
                read.complete() && users.isRead(),
                read,
                users.isRead()
                        ? users.text().lines().map(LimitsUser::of).distinct().toList()
                        : List.of(),
                PamRelease.of(pam),
                ServerProcess.openFiles(first));
    }

    /** A user by name, with what the host says of it. */
    LimitsUser user(String name) {
        return users.stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseGet(() -> LimitsUser.named(name));
    }

    LimitsWish wish(LimitsUser user) {
        return files.wish(user, pam);
    }

    /** What PAM asks the kernel for when this user opens a session, as far as it can be known from files. */
    LimitsWish.Pair asked(LimitsUser user, OptionalLong ceiling) {
        boolean ceilingIsMost = pam.unlimitedIsCeiling().orElse(false);
        return wish(user).asked(start(), ceilingIsMost ? ceiling : OptionalLong.empty());
    }

    private LimitsWish.Pair start() {
        if (!pam.debian().equals(Optional.of(true)) || first.hard().isEmpty()) {
            return LimitsWish.Pair.UNKNOWN;
        }
        long soft = Math.min(first.soft().orElse(STARTING_SOFT), STARTING_SOFT);
        return new LimitsWish.Pair(OptionalLong.of(soft), first.hard());
    }
}
