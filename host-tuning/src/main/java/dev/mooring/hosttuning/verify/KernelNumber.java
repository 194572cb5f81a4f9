package dev.mooring.hosttuning.verify;

import java.util.OptionalLong;

/** Numbers as the kernel and systemd print them. */
final class KernelNumber {
    private KernelNumber() {}

    /** The number, the largest one for no limit, nothing for anything else. */
    static OptionalLong read(String text) {
        if (text.equals("unlimited") || text.equals("infinity")) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
        if (text.matches("\\d{1,18}")) {
            return OptionalLong.of(Long.parseLong(text));
        }
        return text.matches("\\d{19,}") ? OptionalLong.of(Long.MAX_VALUE) : OptionalLong.empty();
    }
}
