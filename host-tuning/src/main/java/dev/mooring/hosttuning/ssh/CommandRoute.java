package dev.mooring.hosttuning.ssh;

import dev.mooring.capacity.unit.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command whose standard input and output carry the session, as ssh's ProxyCommand. It is split into words here and
 * started without a shell; {@code %h}, {@code %p} and {@code %r} are filled in afterwards, so a host's name can never
 * become a second word or an instruction. Whoever wants a shell names it: {@code sh -c '...'}.
 */
public final class CommandRoute implements Route {
    private static final Pattern WORD = Pattern.compile("\\s*((?:'[^']*'|\"[^\"]*\"|[^\\s'\"]+)+)\\s*");
    private static final Pattern PART = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^'\"]+)");
    private static final Pattern TOKEN = Pattern.compile("%(.?)");

    private final List<String> words;

    /**
     * Checks the command.
     *
     * @throws RefusedException when it is empty, has an open quote or an unknown token
     */
    public CommandRoute(String command) {
        this.words = split(command);
        fill(new SshAddress("user", "host", SshAddress.DEFAULT_PORT));
    }

    @Override
    public Transport transportTo(SshAddress address) {
        return new CommandTransport(fill(address));
    }

    /** None: the address may be reached through the command alone, and ssh-keyscan takes no such command. */
    @Override
    public Optional<String> keyscan(SshAddress address) {
        return Optional.empty();
    }

    List<String> fill(SshAddress address) {
        return words.stream().map(word -> fill(word, address)).toList();
    }

    private static String fill(String word, SshAddress address) {
        return TOKEN.matcher(word)
                .replaceAll(token -> Matcher.quoteReplacement(
                        switch (token.group(1)) {
                            case "h" -> address.host();
                            case "p" -> Integer.toString(address.port());
                            case "r" -> address.user();
                            case "%" -> "%";
                            default -> throw refused(word, "has the unknown token", token.group());
                        }));
    }

    private static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        int end = 0;
        while (word.find() && word.start() == end) {
            StringBuilder text = new StringBuilder();
            PART.matcher(word.group(1)).results().forEach(part -> {
                for (int group = 1; group <= 3; group++) {
                    text.append(part.group(group) == null ? "" : part.group(group));
                }
            });
            words.add(text.toString());
            end = word.end();
        }
        if (end < command.length() || words.isEmpty()) {
            throw refused(command, "is not", "a command with its quotes closed");
        }
        return words;
    }

    private static RefusedException refused(String value, String relation, String bound) {
        return RefusedException.of("proxy-command", value, relation, bound, "write it as for ssh: nc %h %p");
    }
}
