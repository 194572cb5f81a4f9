package dev.mooring.server.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The name of a topic or of a user, packed into words as {@link TopicTable} keeps it. Immutable, any thread.
 *
 * <p>A user is a topic of another kind: no topic's name, however a client writes it, is a user's.
 */
public final class TopicKey {
    /** Of UTF-8, in bytes: Centrifugo's limit, and what one byte can count. */
    public static final int MAX_BYTES = 255;

    static final int MAX_WORDS = words(MAX_BYTES);
    /** The length in the first byte, the kind in the second. */
    private static final int HEAD_BYTES = 2;

    private final int[] words;

    private TopicKey(int kind, String name) {
        byte[] text = name.getBytes(UTF_8);
        if (text.length == 0 || text.length > MAX_BYTES) {
            throw new IllegalArgumentException("name of " + text.length + " bytes is outside 1-" + MAX_BYTES
                    + "; choose a name of " + MAX_BYTES + " bytes of UTF-8 at most");
        }
        words = new int[words(text.length)];
        words[0] = text.length | kind << Byte.SIZE;
        for (int i = 0; i < text.length; i++) {
            int at = i + HEAD_BYTES;
            words[at >> 2] |= (text[i] & 0xff) << ((at & 3) * Byte.SIZE);
        }
    }

    private TopicKey(int[] words) {
        this.words = words;
    }

    /**
     * The key of a topic.
     *
     * @throws IllegalArgumentException for an empty name, or one of more than {@link #MAX_BYTES} bytes
     */
    public static TopicKey topic(String name) {
        return new TopicKey(0, name);
    }

    /**
     * The key of a user.
     *
     * @throws IllegalArgumentException as {@link #topic}
     */
    public static TopicKey user(String name) {
        return new TopicKey(1, name);
    }

    /**
     * The same name, for one that another program says: half of a surrogate pair, which JSON can write, would be a question mark
     * here, and so somebody else's name.
     *
     * @throws IllegalArgumentException when it is no text
     */
    public static String requireText(String name) {
        if (!UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("name has half of a surrogate pair; correct whoever writes it");
        }
        return name;
    }

    /** Whether it names a user. */
    public boolean isUser() {
        return (words[0] >>> Byte.SIZE & 0xff) == 1;
    }

    /** The name without the kind. */
    public String name() {
        byte[] text = new byte[length(words[0])];
        for (int i = 0; i < text.length; i++) {
            int at = i + HEAD_BYTES;
            text[i] = (byte) (words[at >> 2] >>> ((at & 3) * Byte.SIZE));
        }
        return new String(text, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicKey key && Arrays.equals(words, key.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return (isUser() ? "user " : "topic ") + name();
    }

    static TopicKey ofWords(int[] words) {
        return new TopicKey(words);
    }

    int word(int index) {
        return words[index];
    }

    int words() {
        return words.length;
    }

    /** How many words the key has that begins with this one. */
    static int wordsOf(int first) {
        return words(length(first));
    }

    private static int length(int first) {
        return first & 0xff;
    }

    private static int words(int bytes) {
        return (HEAD_BYTES + bytes + 3) >> 2;
    }
}
