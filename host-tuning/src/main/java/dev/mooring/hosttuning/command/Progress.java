package dev.mooring.hosttuning.command;

import java.io.PrintWriter;

/** One line on a terminal that counts hosts while they are checked, and is gone when all are. Thread-safe. */
final class Progress {
    private static final int WORTH_SHOWING = 2;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final boolean shown;
    private int total;
    private int done;

    private Progress(PrintWriter terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    static Progress on(PrintWriter terminal) {
        return new Progress(terminal, true);
    }

    static Progress none(PrintWriter terminal) {
        return new Progress(terminal, false);
    }

    synchronized void begin(int hosts) {
        total = hosts;
        done = 0;
        draw();
    }

    synchronized void finishedOne() {
        done++;
        draw();
    }

    synchronized void end() {
        if (isVisible()) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }

    private void draw() {
        if (isVisible()) {
            terminal.print(ERASE + done + " of " + total + " hosts checked");
            terminal.flush();
        }
    }

    private boolean isVisible() {
        return shown && total >= WORTH_SHOWING;
    }
}
