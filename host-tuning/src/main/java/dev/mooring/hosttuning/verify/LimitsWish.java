package dev.mooring.hosttuning.verify;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What limits.d asks for the open files of one user.
 *
 * @param soft the line that decides about the soft limit
 * @param hard the line that decides about the hard limit
 * @param exemption a line that takes the user out of all limits
 */
record LimitsWish(Optional<Assignment> soft, Optional<Assignment> hard, Optional<ConfiguredLine> exemption) {
    /** The line that decides; {@code type} is soft or hard. */
    Optional<Assignment> of(String type) {
        return type.equals("soft") ? soft : hard;
    }

    /**
     * The limits that PAM asks the kernel for. A soft limit above the hard one is lowered to it.
     *
     * @param start the limits that a session has before; empty where they are not known
     * @param ceiling fs.nr_open where {@code unlimited} stands for it
     */
    Pair asked(Pair start, OptionalLong ceiling) {
        OptionalLong most = number(hard, ceiling, start.hard());
        OptionalLong least = number(soft, ceiling, start.soft());
        boolean above =
                least.isPresent() && most.isPresent() && Long.compareUnsigned(least.getAsLong(), most.getAsLong()) > 0;
        return new Pair(above ? most : least, most);
    }

    private static OptionalLong number(Optional<Assignment> line, OptionalLong ceiling, OptionalLong otherwise) {
        if (line.isEmpty()) {
            return otherwise;
        }
        return line.get().value().equals("unlimited") && ceiling.isPresent()
                ? ceiling
                : KernelNumber.read(line.get().value());
    }

    /** A soft and a hard limit. */
    record Pair(OptionalLong soft, OptionalLong hard) {
        static final Pair UNKNOWN = new Pair(OptionalLong.empty(), OptionalLong.empty());

        OptionalLong of(String type) {
            return type.equals("soft") ? soft : hard;
        }
    }
}
