package dev.mooring.capacity;

import java.util.function.LongPredicate;

/** The search that reads a rule of the plan backwards, so that rule and inverse cannot disagree. 32 evaluations. */
public final class Bisection {
    private static final long ABOVE_ALL = 1L << 32;

    private Bisection() {}

    /** The largest number that fits, 0 when none does; a number above one that does not fit must not fit either. */
    static long largest(LongPredicate fits) {
        return largest(ABOVE_ALL - 1, fits);
    }

    /** The same of the numbers up to this one. */
    public static long largest(long most, LongPredicate fits) {
        long known = 0;
        long refused = most + 1;
        while (refused - known > 1) {
            long middle = (known + refused) >>> 1;
            if (fits.test(middle)) {
                known = middle;
            } else {
                refused = middle;
            }
        }
        return known;
    }
}
