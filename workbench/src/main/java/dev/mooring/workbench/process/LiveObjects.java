package dev.mooring.workbench.process;

import dev.mooring.workbench.procfs.ClassHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a Java process holds, asked of its virtual machine. */
public final class LiveObjects {
    private LiveObjects() {}

    /** Counts live objects only: the virtual machine stops and collects everything else first. */
    public static ClassHistogram of(long pid, ChildProcesses children) throws IOException, InterruptedException {
        return ClassHistogram.parse(jcmd(pid, children, "GC.class_histogram"));
    }

    /** Gives free native memory of the process back to the system; nothing is collected. */
    public static void trimNativeMemory(long pid, ChildProcesses children) throws IOException, InterruptedException {
        String _ = jcmd(pid, children, "System.trim_native_heap");
    }

    private static String jcmd(long pid, ChildProcesses children, String command)
            throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return children.run(Path.of("/"), List.of(jcmd.toString(), Long.toString(pid), command));
    }
}
