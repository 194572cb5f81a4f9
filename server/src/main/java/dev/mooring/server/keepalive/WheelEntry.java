package dev.mooring.server.keepalive;

/**
 * The part of a connection that the {@link KeepaliveWheel} needs: five bytes.
 *
 * <p>{@code wheelPosition} belongs to the wheel (8 bits of slot, one of how it came there, 23 of place in the slot). {@code heardSlot} is the
 * slot in which the peer was last heard from with anything but a pong, or handed out; the wheel sets it, the former when
 * {@link KeepaliveWheel#heard} tells it.
 */
public interface WheelEntry {
    int wheelPosition();

    void wheelPosition(int position);

    byte heardSlot();

    void heardSlot(byte slot);
}
