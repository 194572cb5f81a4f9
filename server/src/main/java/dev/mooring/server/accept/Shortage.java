package dev.mooring.server.accept;

import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;

/** What accept4(2) can be short of, by its error number. */
enum Shortage {
    /** EMFILE. */
    PROCESS(
            24,
            "the process has no descriptor left: new connections get 503; raise LimitNOFILE or lower max-connections"),
    /** ENFILE. */
    SYSTEM(23, "the system has no descriptor left: new connections get 503; raise fs.file-max"),
    /** ENOBUFS. */
    SOCKET_MEMORY(105, "the kernel has no socket memory for another connection: new ones wait; see net.ipv4.tcp_mem"),
    /** ENOMEM. */
    MEMORY(
            12,
            "the kernel has no memory for another connection: new ones wait; give the host more or lower"
                    + " max-connections"),
    NONE(0, "");

    private final int errno;
    private final String sentence;

    Shortage(int errno, String sentence) {
        this.errno = errno;
        this.sentence = sentence;
    }

    static Shortage of(IOException failed) {
        if (failed instanceof NativeIoException said) {
            for (Shortage shortage : values()) {
                // Netty has them negative, as the system call returns them.
                if (-said.expectedErr() == shortage.errno) {
                    return shortage;
                }
            }
        }
        return NONE;
    }

    /** Whether a descriptor that is given up would help. */
    boolean descriptors() {
        return this == PROCESS || this == SYSTEM;
    }

    /** For the log: what is missing, what becomes of new connections, the remedy. */
    String sentence() {
        return sentence;
    }
}
