package dev.mooring.server.conversation;

/** What the test throws: without a trace, for the server logs it. */
final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Thrown() {
        super("thrown by the test", null, false, false);
    }

    /** As a heap that is full throws it. */
    static final class FullHeap extends OutOfMemoryError {
        private static final long serialVersionUID = 1;

        FullHeap() {
            super("thrown by the test");
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // nothing is shared
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
