package dev.mooring.server.keepalive;

/** A wheel entry with a name, for tests. */
final class Entry implements WheelEntry {
    /** When the test last heard from it or pinged it, in nanoseconds. */
    long quietSince;

    /** Where it is in the test's list, -1 when it is closed. */
    int place;

    private final int name;
    private int position;
    private byte heard;

    Entry(int name) {
        this.name = name;
    }

    int slot() {
        return position >>> 24;
    }

    @Override
    public int wheelPosition() {
        return position;
    }

    @Override
    public void wheelPosition(int newPosition) {
        position = newPosition;
    }

    @Override
    public byte heardSlot() {
        return heard;
    }

    @Override
    public void heardSlot(byte slot) {
        heard = slot;
    }

    @Override
    public String toString() {
        return "entry " + name;
    }
}
