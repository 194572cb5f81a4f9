package dev.mooring.hosttuning.verify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PAM of a host. Its rules for limits differ: Debian's patch keeps stars and groups away from root and starts each
 * session from the limits of process 1; until 1.5.2 {@code unlimited} was a number above fs.nr_open, which is refused.
 *
 * @param debian whether Debian's patches are in it; empty where nobody said
 * @param version as major, minor and patch in one number, 1.5.2 being 10502; empty where nobody said
 */
record PamRelease(Optional<Boolean> debian, Optional<Integer> version) {
    static final PamRelease UNKNOWN = new PamRelease(Optional.empty(), Optional.empty());

    /** The first release for which unlimited means fs.nr_open. */
    private static final int UNLIMITED_IS_CEILING = 10502;

    /** What the package manager says: its name and the version of its package, as {@code dpkg 1.5.2-6+deb12u1}. */
    private static final Pattern PACKAGE =
            Pattern.compile("(dpkg|rpm) (?:\\d+:)?(\\d{1,3})\\.(\\d{1,2})(?:\\.(\\d{1,2}))?.*");

    static PamRelease of(ProbeSection section) {
        Matcher matcher = PACKAGE.matcher(section.word());
        if (!section.isRead() || !matcher.matches()) {
            return UNKNOWN;
        }
        String patch = Optional.ofNullable(matcher.group(4)).orElse("0");
        int number = Integer.parseInt(matcher.group(2)) * 10_000
                + Integer.parseInt(matcher.group(3)) * 100
                + Integer.parseInt(patch);
        return new PamRelease(Optional.of(matcher.group(1).equals("dpkg")), Optional.of(number));
    }

    /** Whether lines for everyone and for groups reach root; where nobody said, the lines that name root must do. */
    boolean spareRoot() {
        return debian.orElse(true);
    }

    /** Whether a limit of {@code unlimited} is fs.nr_open; empty where that depends on a release that nobody named. */
    Optional<Boolean> unlimitedIsCeiling() {
        return version.map(number -> number >= UNLIMITED_IS_CEILING);
    }
}
