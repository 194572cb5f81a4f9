package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Commands that repair a host. They may be run in any order and twice, they change what is behind a link and not the link,
 * they touch no line that they do not name, and a word that comes from a host is one word to the shell.
 *
 * <p>A wrong line of somebody else is not edited where a later file can outdo it: each setting has a file of its own for
 * that, whose name sorts behind the one that won.
 */
final class Repair {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+-]+");
    private static final Pattern OUTDOING = Pattern.compile("\\.zz-.*$");

    private Repair() {}

    /** Writes a whole file, one argument a line. */
    static String write(String file, String... lines) {
        String folder = file.substring(0, file.lastIndexOf('/'));
        String words = List.of(lines).stream().map(Repair::quoted).collect(Collectors.joining(" "));
        return "sudo mkdir -p " + quoted(folder) + " && printf '%s\\n' " + words + " | sudo tee " + quoted(file);
    }

    /**
     * The name of a file that sorts behind another and is about one setting only.
     *
     * @param base the file of ours, without its suffix
     * @param winner the name of the file that won; empty when there is none
     * @param setting a name of the setting that can be part of a file's name
     */
    static String outdoing(String base, String winner, String setting) {
        String suffix = ".zz-" + setting.replaceAll("[^A-Za-z0-9._-]", "_") + ".conf";
        String usual = base + suffix;
        if (usual.compareTo(winner) >= 0) {
            return usual;
        }
        String stem = OUTDOING.matcher(winner.replaceFirst("\\.conf$", "")).replaceFirst("");
        String behind = stem + suffix;
        return behind.compareTo(winner) >= 0 ? behind : winner.replaceFirst("\\.conf$", "") + suffix;
    }

    /**
     * Removes every line of a file that says the same as this one. A file of a package is copied first to where it
     * replaces that of the package, because an update would bring the line back.
     *
     * @param etc the folder for files of the administrator, with a slash at its end
     */
    static String remove(ConfiguredLine line, String etc) {
        String edit = "sudo sed -i " + quoted("/^[[:space:]]*" + expression(line.text()) + "[[:space:]]*$/d") + " ";
        if (!line.file().startsWith("/usr/") && !line.file().startsWith("/lib/")) {
            return edit + "\"$(readlink -f " + quoted(line.file()) + ")\"";
        }
        String copy = etc + line.fileName();
        return "{ [ -e " + quoted(copy) + " ] || sudo cp " + quoted(line.file()) + " " + quoted(copy) + "; } && " + edit
                + quoted(copy);
    }

    /** A word of the shell, whatever is in it. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A basic regular expression for a text; what a terminal does not show matches any one character. */
    private static String expression(String text) {
        StringBuilder expression = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (letter < ' ' || letter > '~') {
                expression.append(letter == '\t' ? "[[:space:]]" : ".");
            } else if ("\\[]*.^$/".indexOf(letter) >= 0) {
                expression.append('\\').append(letter);
            } else {
                expression.append(letter);
            }
        }
        return expression.toString();
    }
}
