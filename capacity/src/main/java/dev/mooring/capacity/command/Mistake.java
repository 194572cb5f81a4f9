package dev.mooring.capacity.command;

import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, as {@code name=value relation bound; remedy}. */
final class Mistake {
    private Mistake() {}

    static String sentence(ParameterException mistake) {
        RefusedException refused = refusal(mistake);
        if (refused != null) {
            ArgSpec argument = mistake.getArgSpec();
            return argument == null ? String.valueOf(refused.getMessage()) : refused.named(name(argument));
        }
        return switch (mistake) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched);
            case MissingParameterException missing ->
                missing.getMissing().stream().map(Mistake::missing).collect(Collectors.joining("; "));
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice; give it once";
            case ParameterException wrong
            when wrong.getArgSpec() != null && wrong.getValue() != null ->
                mistyped(wrong.getArgSpec(), wrong.getValue());
            default -> String.valueOf(mistake.getMessage());
        };
    }

    /**
     * The mistake to name: a misspelt option before the one that is missing for it. picocli looks for what is missing first,
     * so the arguments are read again, to their end.
     */
    static ParameterException first(ParameterException mistake, String... arguments) {
        if (!(mistake instanceof MissingParameterException)) {
            return mistake;
        }
        CommandLine line = mistake.getCommandLine();
        var parser = line.getCommandSpec().parser();
        parser.collectErrors(true);
        try {
            return line.parseArgs(arguments).errors().stream()
                    .filter(UnmatchedArgumentException.class::isInstance)
                    .map(UnmatchedArgumentException.class::cast)
                    .<ParameterException>map(each -> each)
                    .findFirst()
                    .orElse(mistake);
        } finally {
            parser.collectErrors(false);
        }
    }

    private static @Nullable RefusedException refusal(Throwable mistake) {
        for (Throwable cause = mistake; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException refused) {
                return refused;
            }
        }
        return null;
    }

    private static String unknown(UnmatchedArgumentException mistake) {
        List<String> close = mistake.getSuggestions();
        return "argument=" + mistake.getUnmatched().getFirst() + " is not one this program knows; "
                + (close.isEmpty() ? "leave it out" : "did you mean " + String.join(" or ", close) + "?");
    }

    private static String missing(ArgSpec argument) {
        return name(argument) + " has no value; give "
                + (argument instanceof OptionSpec option ? option.longestName() + "=" : "")
                + argument.paramLabel().replaceAll("[<>]", "").toUpperCase(Locale.ROOT);
    }

    private static String mistyped(ArgSpec argument, String value) {
        Class<?> type = argument.auxiliaryTypes().length > 0 ? argument.auxiliaryTypes()[0] : argument.type();
        String wanted = type.isEnum()
                ? "one of "
                        + Stream.of(type.getEnumConstants())
                                .map(each -> each.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                : isWhole(type) ? "a whole number" : "a value of this option";
        return name(argument) + "=" + value + " is not " + wanted + "; give one"
                + (isWhole(type) ? ", such as 1000" : "");
    }

    private static boolean isWhole(Class<?> type) {
        return List.of(int.class, Integer.class, long.class, Long.class).contains(type);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName().replaceFirst("^-+", "")
                : argument.paramLabel().replaceAll("[<>]", "");
    }
}
