package dev.mooring.hosttuning.verify;

/** Who said what a finding is about, where a program of the host and this check's own reading of its files both could. */
public enum Evidence {
    /** There is only one who can say it: the kernel, or the process. */
    DIRECT("", ""),
    SYSTEMCTL("systemctl show", "systemd says so: systemctl show"),
    CAT_CONFIG("systemd-analyze cat-config", "systemd says so: systemd-analyze cat-config"),
    MODPROBE("modprobe -D -b", "modprobe says so: modprobe -D -b"),
    /** The files as this check reads them, because no program was there to ask. */
    FILES("files", "by the files");

    private final String source;
    private final String words;

    Evidence(String source, String words) {
        this.source = source;
        this.words = words;
    }

    /** The program with its options, or {@code files}; empty where nothing else could have said it. */
    public String source() {
        return source;
    }

    /** For people; empty where there is nothing to tell. */
    public String words() {
        return words;
    }
}
