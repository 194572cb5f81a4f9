package dev.mooring.proof.process;

import dev.mooring.proof.reading.ClassHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The live objects of a Java process. */
public final class LiveObjects {
    private LiveObjects() {}

    /** Counts live objects only: the virtual machine stops and collects everything else first. */
    public static ClassHistogram of(long pid, ChildProcesses children) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return ClassHistogram.parse(
                children.run(Path.of("/"), List.of(jcmd.toString(), Long.toString(pid), "GC.class_histogram")));
    }
}
