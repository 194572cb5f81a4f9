package dev.mooring.workbench.procfs;

/** Kernel bytes of one socket, and how they were found. */
public record KernelMemory(double bytes, Source source) {
    /** How kernel memory was found. */
    public enum Source {
        SOCKET_CACHES("growth of the socket slabs, for one end"),
        OBJECT_SIZES("slab objects of one socket (machine not quiet)"),
        SLAB_SUM("half the growth of Slab in meminfo, roughly");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
