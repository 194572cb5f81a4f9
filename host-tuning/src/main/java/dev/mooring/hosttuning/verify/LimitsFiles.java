package dev.mooring.hosttuning.verify;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * limits.conf and limits.d as pam_limits(8) reads them for a user: limits.conf first, then limits.d by name. A line for
 * the user beats one for a group, and that one for everyone, whatever their order; of the same rank the last line wins.
 */
final class LimitsFiles {
    static final String DIRECTORY = "/etc/security/limits.d/";

    /** Without this file pam_limits reads no other either. */
    static final String MAIN = "/etc/security/limits.conf";

    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?)(\\d+).*");
    private static final BigInteger MAX_VALUE = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final ConfigurationFiles files;

    LimitsFiles(ConfigurationFiles files) {
        this.files = files;
    }

    boolean complete() {
        return files.complete();
    }

    ConfigurationFiles files() {
        return files;
    }

    /** A link to nothing: pam_limits cannot open it, and lets no session begin while it is there. */
    Optional<ConfiguredLine> unopened() {
        return files.lines().stream().filter(ConfiguredLine::isLinkToNothing).findFirst();
    }

    boolean hasMain() {
        return files.lines().stream().anyMatch(line -> line.file().equals(MAIN));
    }

    /** The names of the files in limits.d. */
    List<String> names() {
        return files.lines().stream()
                .filter(line -> line.file().startsWith(DIRECTORY))
                .map(ConfiguredLine::fileName)
                .distinct()
                .toList();
    }

    /** What the lines ask for a user's open files. */
    LimitsWish wish(LimitsUser user, PamRelease pam) {
        Claim soft = Claim.NONE;
        Claim hard = Claim.NONE;
        for (ConfiguredLine line : inOrder()) {
            String[] words = line.text().split("#", 2)[0].strip().split("\\s+", -1);
            if (words.length < 2 || line.number() == 0) {
                continue;
            }
            String type = words[1].toLowerCase(Locale.ROOT);
            if (words.length == 2) {
                if (type.startsWith("-") && LimitsDomain.exempts(words[0], user)) {
                    return new LimitsWish(Optional.empty(), Optional.empty(), Optional.of(line));
                }
                continue;
            }
            if (words.length < 4 || !words[2].equalsIgnoreCase("nofile")) {
                continue;
            }
            Optional<LimitsDomain> domain = LimitsDomain.covering(words[0], user, pam.spareRoot());
            Optional<String> value = value(words[3].toLowerCase(Locale.ROOT));
            if (domain.isPresent() && value.isPresent()) {
                Claim claim = new Claim(domain, Optional.of(new Assignment(value.get(), line)));
                // A line for both limits whose soft one is outranked sets neither: so goes the code of pam_limits.
                boolean outranked = type.equals("-") && soft.or(claim).equals(soft);
                soft = type.equals("soft") || type.equals("-") ? soft.or(claim) : soft;
                hard = type.equals("hard") || (type.equals("-") && !outranked) ? hard.or(claim) : hard;
            }
        }
        return new LimitsWish(soft.line(), hard.line(), Optional.empty());
    }

    private List<ConfiguredLine> inOrder() {
        return files.lines().stream()
                .sorted(Comparator.<ConfiguredLine, Boolean>comparing(
                                line -> line.file().startsWith(DIRECTORY))
                        .thenComparing(ConfiguredLine::fileName)
                        .thenComparingInt(ConfiguredLine::number))
                .toList();
    }

    /** The number as strtoull(3) reads it, which stops at the first other character; nothing for a word. */
    private static Optional<String> value(String word) {
        if (List.of("-", "-1", "unlimited", "infinity").contains(word)) {
            return Optional.of("unlimited");
        }
        Matcher matcher = NUMBER.matcher(word);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(matcher.group(2)).min(MAX_VALUE);
        boolean negative = matcher.group(1).equals("-") && number.signum() > 0 && number.compareTo(MAX_VALUE) < 0;
        BigInteger read = negative ? MAX_VALUE.add(BigInteger.ONE).subtract(number) : number;
        return Optional.of(read.equals(MAX_VALUE) ? "unlimited" : read.toString());
    }

    /** The line that decides so far, with its rank. */
    private record Claim(Optional<LimitsDomain> domain, Optional<Assignment> line) {
        static final Claim NONE = new Claim(Optional.empty(), Optional.empty());

        /** A later claim replaces one of its own rank or a lower one. */
        Claim or(Claim later) {
            boolean stays = domain.isPresent()
                    && later.domain().isPresent()
                    && domain.get().compareTo(later.domain().get()) < 0;
            return stays ? this : later;
        }
    }
}
