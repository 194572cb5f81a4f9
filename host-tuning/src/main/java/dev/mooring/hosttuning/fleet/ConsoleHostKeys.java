package dev.mooring.hosttuning.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The block of public host keys that cloud-init prints on the console at first boot, which EC2 hands out over an
 * authenticated channel. The console may put a time or a program's name before each line, and end it with CR LF. A
 * console that shows several boots is read from its last block.
 */
final class ConsoleHostKeys {
    private static final String BEGIN = "-----BEGIN SSH HOST KEY KEYS-----";
    private static final String END = "-----END SSH HOST KEY KEYS-----";
    private static final Pattern KEY =
            Pattern.compile("\\b(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) (AAAA[A-Za-z0-9+/]+=*)");

    private ConsoleHostKeys() {}

    /** Keys as {@code type base64}; none when the block is missing, or still being printed. */
    static List<String> read(String base64) {
        String console = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        int end = console.lastIndexOf(END);
        int begin = end < 0 ? -1 : console.lastIndexOf(BEGIN, end);
        if (begin < 0) {
            return List.of();
        }
        return KEY.matcher(console.substring(begin, end))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
