package dev.mooring.hosttuning.verify;

/**
 * What a host says about one setting, in its three places. Each is empty where the setting has no such place or nothing
 * could be read.
 *
 * @param configured the value in the file that wins
 * @param origin that file and line, {@code file:line}
 * @param kernel the value the kernel works with
 * @param process the value in the running server process
 * @param evidence who said so
 */
public record Observed(String configured, String origin, String kernel, String process, Evidence evidence) {
    public static final Observed NOTHING = new Observed("", "", "", "", Evidence.DIRECT);

    public static Observed configured(String value, String origin) {
        return new Observed(value, origin, "", "", Evidence.DIRECT);
    }

    public Observed kernel(String value) {
        return new Observed(configured, origin, value, process, evidence);
    }

    public Observed process(String value) {
        return new Observed(configured, origin, kernel, value, evidence);
    }

    public Observed by(Evidence source) {
        return new Observed(configured, origin, kernel, process, source);
    }
}
