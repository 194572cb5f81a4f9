package dev.mooring.hosttuning.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of a known_hosts file, read as OpenSSH 9.2 reads it (hostfile.c, hostkeys_foreach_file).
 *
 * @param marker what the key may do
 * @param hosts the field that says for which names
 * @param key empty when the line is not understood: ssh passes over such a line
 * @param file where it stands, or what else it comes from
 * @param number its number in the file, 0 when it is of no file
 */
record KnownHostsLine(Marker marker, String hosts, Optional<PublicKeyText> key, String file, int number) {
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    /** White space that base64 of OpenSSH passes over: of a line that ends with CR LF, for one. */
    private static final Pattern IGNORED_IN_KEY = Pattern.compile("[\r\u000b\f]");

    /** What a line says about its key. */
    enum Marker {
        PLAIN,
        AUTHORITY,
        REVOKED,
        /** A marker that ssh does not take for one. */
        UNKNOWN
    }

    /** The lines of a text that are neither empty nor comments. */
    static List<KnownHostsLine> all(String text, String file) {
        List<KnownHostsLine> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            int end = raw.indexOf('\0');
            String line = stripStart(end < 0 ? raw : raw.substring(0, end));
            if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(of(line, file, number));
            }
        }
        return lines;
    }

    /** A line of no file. */
    static KnownHostsLine loose(String line, String origin) {
        return of(line, origin, 0);
    }

    boolean isUnreadable() {
        return marker == Marker.UNKNOWN || key.isEmpty();
    }

    boolean is(Marker expected) {
        return marker == expected && key.isPresent();
    }

    boolean holds(PublicKeyText other) {
        return key.filter(other::equals).isPresent();
    }

    String place() {
        return number == 0 ? file : file + ":" + number;
    }

    private static KnownHostsLine of(String line, String file, int number) {
        Marker marker = line.startsWith("@") ? marker(line) : Marker.PLAIN;
        String rest = line;
        while (rest.startsWith("@")) {
            rest = afterWord(rest);
        }
        String[] words = BLANKS.split(rest, 4);
        Optional<PublicKeyText> key = words.length < 3
                ? Optional.empty()
                : PublicKeyText.read(words[1], IGNORED_IN_KEY.matcher(words[2]).replaceAll(""));
        return new KnownHostsLine(marker, words[0], key, file, number);
    }

    /**
     * ssh takes everything before the first space of the line for the marker, so a tab behind a marker hides the line
     * from it. A revocation counts here with a tab too; an authority does not.
     */
    private static Marker marker(String line) {
        int space = line.indexOf(' ');
        int end = space < 0 ? line.indexOf('\t') : space;
        String asSsh = end < 0 ? line : line.substring(0, end);
        boolean one = !afterWord(line).startsWith("@");
        if (one && asSsh.equals("@cert-authority")) {
            return Marker.AUTHORITY;
        }
        return one && BLANKS.split(line, 2)[0].equals("@revoked") ? Marker.REVOKED : Marker.UNKNOWN;
    }

    private static String afterWord(String line) {
        String[] words = BLANKS.split(line, 2);
        return words.length < 2 ? "" : words[1];
    }

    private static String stripStart(String line) {
        int start = 0;
        while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            start++;
        }
        return line.substring(start);
    }
}
