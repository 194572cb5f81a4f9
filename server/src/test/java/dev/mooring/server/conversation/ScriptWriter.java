package dev.mooring.server.conversation;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static dev.mooring.server.functional.Frames.PING;
import static dev.mooring.server.functional.Frames.PONG;
import static dev.mooring.server.functional.Frames.TEXT;

import dev.mooring.server.conversation.Script.Conduct;
import dev.mooring.server.conversation.Script.Ending;
import dev.mooring.server.conversation.Script.Expected;
import dev.mooring.server.conversation.Script.Last;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.PerMessageDeflate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Writes the script of one conversation: its words, where they are cut, and what must be heard of them. */
final class ScriptWriter {
    private static final int[] SIZES = {125, 126, 127, 128, 1_000, 4_096, 20_000, 65_535, 65_536};
    private static final int[] PEER_CODES = {1000, 1001, 1002, 1011, 1014, 3000, 4999};
    private static final List<Violation> VIOLATIONS = List.of(Violation.values());
    private static final byte[] EURO = Payloads.utf8("\u20ac");

    private final int number;
    private final String tag;
    private final SplittableRandom random;
    private final ClientStream stream;
    private final BitSet boundaries = new BitSet();
    private final List<Expected> answers = new ArrayList<>();
    private final Conduct conduct;

    private ScriptWriter(int number, SplittableRandom random) {
        this.number = number;
        this.tag = Script.tag(number);
        this.random = random;
        this.stream = new ClientStream(random);
        // Where many are backed up, the buffer that all write from is emptied all the time, and hides what was left in
        // it.
        int narrowOneIn = number / 500 % 2 == 0 ? 40 : 7;
        boolean narrow = oneIn(narrowOneIn);
        // What is compressed does not back up.
        this.conduct = new Conduct(narrow, oneIn(5), oneIn(40), oneIn(40), !narrow && oneIn(3));
    }

    /** The same number and seed give the same script, whatever happened before. */
    static Script write(int number, long seed) {
        return new ScriptWriter(number, new SplittableRandom(seed * 1_000_003 + number)).write();
    }

    private Script write() {
        if (oneIn(12)) {
            return withoutHandshake();
        }
        Handshake handshake = Handshake.accepted(random, conduct.compressed());
        stream.bytes(handshake.request());
        int requestEnd = stream.size();
        boundary();
        if (conduct.greeted()) {
            answer(FINAL | TEXT, Payloads.greeting(tag));
        }
        if (conduct.throwsInOpen()) {
            late();
            return script(requestEnd, new Ending(Last.WAIT, 101, handshake.accept(), 1011, 1011));
        }
        for (int turns = random.nextInt(7); turns > 0; turns--) {
            turn();
        }
        return script(requestEnd, ending(handshake.accept()));
    }

    /** A request that is refused, or never ends. */
    private Script withoutHandshake() {
        Handshake handshake = oneIn(2) ? Handshake.refused(random) : Handshake.accepted(random, conduct.compressed());
        if (handshake.status() == 101) {
            stream.bytes(Arrays.copyOf(handshake.request(), random.nextInt(handshake.request().length)));
            Last last = oneIn(2) ? Last.RESET : Last.SHUT_OUTPUT;
            return script(stream.size(), new Ending(last, 0, "", 0, 0));
        }
        stream.bytes(handshake.request());
        return script(stream.size(), new Ending(Last.WAIT, handshake.status(), "", 0, 0));
    }

    private Ending ending(String accept) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> {
                int code = PEER_CODES[random.nextInt(PEER_CODES.length)];
                stream.frame(FINAL | Frames.CLOSE, Frames.closePayload(code, Payloads.utf8(tag)));
                yield new Ending(Last.WAIT, 101, accept, code, code);
            }
            case 2 -> {
                stream.frame(FINAL | Frames.CLOSE, new byte[0]);
                yield new Ending(Last.WAIT, 101, accept, 1005, 1005);
            }
            case 3 -> {
                beginning();
                yield new Ending(Last.RESET, 101, accept, 0, 1006);
            }
            case 4, 5 -> {
                beginning();
                yield new Ending(Last.SHUT_OUTPUT, 101, accept, 0, 1006);
            }
            case 6 -> {
                Violation violation = VIOLATIONS.get(random.nextInt(VIOLATIONS.size()));
                stream.bytes(violation.bytes());
                yield byServer(accept, violation.code());
            }
            case 7 -> {
                message(oneIn(2) ? Play.THROW : Play.ECHO_AND_THROW);
                late();
                yield byServer(accept, 1011);
            }
            default -> {
                message(Play.CLOSE);
                late();
                yield byServer(accept, 4000 + number % 100);
            }
        };
    }

    private Ending byServer(String accept, int code) {
        Last leaving = oneIn(2) ? Last.RESET : Last.SHUT_OUTPUT;
        return new Ending(oneIn(4) ? leaving : Last.WAIT, 101, accept, code, code);
    }

    /** A frame that is cut off by the end, or none. */
    private void beginning() {
        if (oneIn(2)) {
            ClientStream whole = new ClientStream(random);
            whole.frame(FINAL | BINARY, Payloads.tagged(Play.ECHO.letter(), tag, size()));
            stream.bytes(Arrays.copyOf(whole.toBytes(), random.nextInt(whole.size())));
        }
    }

    /** Said before the client can know that the server has closed; never answered. */
    private void late() {
        for (int frames = random.nextInt(3); frames > 0; frames--) {
            stream.frame(FINAL | (oneIn(2) ? PING : BINARY), Payloads.tagged(Play.ECHO.letter(), tag, 20));
            boundary();
        }
    }

    private void turn() {
        if (oneIn(4)) {
            control();
        } else {
            message(conduct.narrow() && oneIn(3) ? Play.MEDIUM : Play.random(random));
        }
    }

    private void control() {
        byte[] payload = Payloads.tagged((byte) 'p', tag, oneIn(3) ? 0 : random.nextInt(126));
        if (oneIn(2)) {
            stream.frame(FINAL | PING, payload);
            answer(FINAL | PONG, payload);
        } else {
            stream.frame(FINAL | PONG, payload);
        }
        boundary();
    }

    private void message(Play play) {
        int type = oneIn(2) ? TEXT : BINARY;
        byte[] payload = Payloads.tagged(play.letter(), tag, play == Play.ECHO ? size() : Math.max(1, size()));
        if (payload.length > 2 * EURO.length) {
            System.arraycopy(EURO, 0, payload, 1 + random.nextInt(payload.length - EURO.length), EURO.length);
        }
        boolean compressed = conduct.compressed() && oneIn(2);
        byte[] said = compressed ? PerMessageDeflate.deflated(payload) : payload;
        int from = 0;
        int first = compressed ? PerMessageDeflate.COMPRESSED | type : type;
        while (oneIn(4)) {
            int to = from + random.nextInt(said.length - from + 1);
            stream.frame(first, Arrays.copyOfRange(said, from, to));
            boundary();
            if (oneIn(2)) {
                control();
            }
            first = CONTINUATION;
            from = to;
        }
        stream.frame(FINAL | first, Arrays.copyOfRange(said, from, said.length));
        boundary();
        answers(play, FINAL | type, payload);
    }

    private void answers(Play play, int first, byte[] payload) {
        switch (play) {
            case LEAVE, THROW -> {}
            case BETWEEN -> {
                answer(first, payload);
                answer(first, payload);
            }
            case MANY -> {
                for (int i = 0; i < Payloads.MANY; i++) {
                    answer(FINAL | TEXT, Payloads.shortOne(tag, i));
                }
            }
            case MEDIUM -> answer(FINAL | BINARY, Payloads.mediumOne(tag));
            case LONG -> answer(FINAL | BINARY, Payloads.longOne(tag));
            default -> answer(first, payload);
        }
    }

    private void answer(int first, byte[] payload) {
        answers.add(new Expected(first, payload));
    }

    private void boundary() {
        boundaries.set(stream.size());
    }

    /** The request in one to four packets; what follows in as many as chance makes them. */
    private Script script(int requestEnd, Ending ending) {
        BitSet cuts = new BitSet();
        for (int i = random.nextInt(4); i > 0 && requestEnd > 0; i--) {
            cuts.set(random.nextInt(requestEnd));
        }
        boundaries.stream().filter(boundary -> !oneIn(3)).forEach(cuts::set);
        int frames = stream.size() - requestEnd;
        for (int i = frames == 0 ? 0 : random.nextInt(6); i > 0; i--) {
            cuts.set(requestEnd + random.nextInt(frames));
        }
        cuts.set(stream.size());
        return new Script(number, stream.toBytes(), cuts, boundaries, answers, ending, conduct);
    }

    private int size() {
        return switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1, 2 -> 1;
            case 3, 4, 5, 6 -> SIZES[random.nextInt(4)];
            case 7 -> SIZES[random.nextInt(SIZES.length)];
            default -> 2 + random.nextInt(40);
        };
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
