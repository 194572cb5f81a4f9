package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.Finding;

/**
 * The colours of outcomes on a terminal. The words say the same, so nothing is lost without them.
 *
 * @param enabled whether escape sequences are written
 */
record Palette(boolean enabled) {
    private static final String RESET = "\u001b[0m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String DIM = "\u001b[2m";

    String outcome(Finding finding, String text) {
        if (finding.fails()) {
            return bad(text);
        }
        if (finding.warns()) {
            return coloured(YELLOW, text);
        }
        return switch (finding.outcome()) {
            case PASS -> coloured(GREEN, text);
            case SKIP, FAIL, UNKNOWN -> coloured(DIM, text);
        };
    }

    String bad(String text) {
        return coloured(RED, text);
    }

    private String coloured(String colour, String text) {
        return enabled ? colour + text + RESET : text;
    }
}
