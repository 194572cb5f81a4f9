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
public record Actual(String configured, String origin, String kernel, String process, Evidence evidence) {
    public static final Actual NOTHING = new Actual("", "", "", "", Evidence.DIRECT);

    public static Actual configured(String value, String origin) {
        return new Actual(value, origin, "", "", Evidence.DIRECT);
    }

    public Actual kernel(String value) {
        return new Actual(configured, origin, value, process, evidence);
    }

    public Actual process(String value) {
        return new Actual(configured, origin, kernel, value, evidence);
    }

    public Actual by(Evidence source) {
        return new Actual(configured, origin, kernel, process, source);
    }
}
