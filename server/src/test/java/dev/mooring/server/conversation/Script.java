package dev.mooring.server.conversation;

import java.util.BitSet;
import java.util.List;

/**
 * All that a client says, and all that it must hear unless others interfere.
 *
 * @param number of the conversation; every payload of it carries it
 * @param stream the request and the frames
 * @param cuts offsets in the stream where a packet ends
 * @param boundaries offsets between two frames, where the client can put in a frame that it had not planned
 * @param answers the frames that must come, in this order
 * @param ending what comes after the stream
 * @param conduct how the handler and the client behave beside it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Script(
        int number,
        byte[] stream,
        BitSet cuts,
        BitSet boundaries,
        List<Expected> answers,
        Ending ending,
        Conduct conduct) {
    /** A frame that must come: its whole first byte, its payload. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Expected(int first, byte[] payload) {}

    /**
     * How it ends.
     *
     * @param last what the client does at the end of its stream
     * @param status of the answer to the request; 0 when the request is cut off and never answered
     * @param accept the key of a 101
     * @param close the code of the server's Close; 0 when none comes
     * @param told the code that the handler must be told
     */
    record Ending(Last last, int status, String accept, int close, int told) {}

    /**
     * Conduct beside the stream.
     *
     * @param narrow whether the client has little room and does not read while it sends
     * @param greeted whether the handler sends a message in open
     * @param throwsInOpen whether the handler throws there
     * @param throwsInClose whether the handler throws when it is told the end
     * @param compressed whether messages may be compressed
     */
    record Conduct(boolean narrow, boolean greeted, boolean throwsInOpen, boolean throwsInClose, boolean compressed) {}

    /** What a client does when all is said. */
    enum Last {
        /** Waits for the server's end. */
        WAIT,
        SHUT_OUTPUT,
        RESET
    }

    String tag() {
        return tag(number);
    }

    static String tag(int number) {
        return Integer.toString(number, Character.MAX_RADIX) + ".";
    }
}
