package dev.mooring.hosttuning.verify;

/**
 * What a host says about one setting, in its three places. Each is empty where the setting has no such place or nothing
 * could be read.
 *
 * @param configured the value in the file that wins
 * @param origin that file and line, {@code file:line}
 * @param kernel the value the kernel works with
 * @param process the value in the running server process
 */
public record Observed(String configured, String origin, String kernel, String process) {
    public static final Observed NOTHING = new Observed("", "", "", "");

    public static Observed configured(String value, String origin) {
        return new Observed(value, origin, "", "");
    }

    public Observed kernel(String value) {
        return new Observed(configured, origin, value, process);
    }

    public Observed process(String value) {
        return new Observed(configured, origin, kernel, value);
    }
}
