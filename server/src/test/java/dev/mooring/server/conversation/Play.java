package dev.mooring.server.conversation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What the first letter of a message asks the handler to do. The model in {@link ScriptWriter} knows what the client must
 * hear of it, {@link PlayfulHandler} does it.
 */
enum Play {
    ECHO('e', 40),
    /** Reads the payload as little endian, and leaves it so. */
    LITTLE_ENDIAN('l', 8),
    /** Looks for more than the payload in the buffer, and echoes. */
    UNCOVER('u', 8),
    /** Reads a part, sets the limit, and answers nothing. */
    LEAVE('n', 5),
    /** Echoes, then writes over the payload where it can. */
    OVERWRITE('w', 6),
    /** Keeps the buffer, and uses it during later messages of others. */
    KEEP('k', 6),
    /** Echoes twice, and sends to another in between. */
    BETWEEN('m', 8),
    /** Sends to another later, by {@code execute}. */
    LATER('h', 4),
    /** Answers with twenty short messages. */
    MANY('v', 3),
    /** Answers with what a loop gathers at a time, and with more than a narrow client takes. */
    MEDIUM('f', 2),
    /** Answers with more than a loop gathers at a time. */
    LONG('b', 2),
    /** Attaches an object, and echoes. */
    ATTACH('c', 4),
    /** Uses a connection that has ended, then echoes. */
    ENDED('g', 4),
    /** Sends memory that cannot be read, catches what is thrown, and echoes. */
    UNREADABLE('z', 2),
    /** Sends memory that cannot be read to another, catches what is thrown, and echoes. */
    UNREADABLE_TO_ANOTHER('y', 1),
    /** Closes another one, and echoes. */
    CLOSE_ANOTHER('d', 2),
    /** Closes another one as slow, and echoes. */
    CLOSE_AS_SLOW('s', 1),
    THROW('t', 0),
    /** Echoes, then throws as a full heap does. */
    ECHO_AND_THROW('o', 0),
    /** Echoes, then closes. */
    CLOSE('x', 0);

    private static final int LETTERS = 128;
    private static final Play[] BY_LETTER = byLetter();
    private static final int WEIGHTS =
            Arrays.stream(values()).mapToInt(play -> play.weight).sum();

    private final char letter;
    private final int weight;

    Play(char letter, int weight) {
        this.letter = letter;
        this.weight = weight;
    }

    byte letter() {
        return (byte) letter;
    }

    static Play of(byte letter) {
        return BY_LETTER[letter];
    }

    /** One after which the conversation goes on. */
    static Play random(RandomGenerator random) {
        int at = random.nextInt(WEIGHTS);
        for (Play play : values()) {
            at -= play.weight;
            if (at < 0) {
                return play;
            }
        }
        return ECHO;
    }

    private static Play[] byLetter() {
        Play[] byLetter = new Play[LETTERS];
        Arrays.fill(byLetter, ECHO);
        for (Play play : values()) {
            byLetter[play.letter] = play;
        }
        return byLetter;
    }
}
