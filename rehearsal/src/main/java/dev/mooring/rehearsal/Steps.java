package dev.mooring.rehearsal;

import java.io.PrintWriter;
import java.util.Locale;

/** One line for each step of a rehearsal, as it begins. */
final class Steps {
    private final PrintWriter out;

    Steps(PrintWriter out) {
        this.out = out;
    }

    void begin(String step, String what) {
        out.printf(Locale.ROOT, "%-8s %s%n", step, what);
        out.flush();
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
