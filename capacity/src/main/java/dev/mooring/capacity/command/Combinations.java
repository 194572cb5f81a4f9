package dev.mooring.capacity.command;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What options of one command line say together. An option that another one makes meaningless is refused, for whoever gave
 * both expects both to count; so is a key that is given two values. That one option is given twice picocli sees itself.
 *
 * <p>Used while a command line is made, by one thread.
 */
public final class Combinations {
    private Combinations() {}

    /** Refuses each of {@code others} beside an option that takes no notice of them. */
    public static CommandLine refuse(CommandLine line, String option, String... others) {
        return check(line, parsed -> {
            for (String other : others) {
                if (parsed.hasMatchedOption(option) && parsed.hasMatchedOption(other)) {
                    throw new ParameterException(
                            line,
                            given(parsed, other) + " does not go with " + given(parsed, option) + "; give one of them");
                }
            }
        });
    }

    /** Refuses an option without the one that it belongs to. */
    public static CommandLine require(CommandLine line, String option, String other) {
        return check(line, parsed -> {
            if (parsed.hasMatchedOption(option) && !parsed.hasMatchedOption(other)) {
                throw new ParameterException(
                        line, given(parsed, option) + " needs " + other + "; add it, or leave " + option + " out");
            }
        });
    }

    /** Refuses a key with two values in options of the form KEY=VALUE that may be repeated. */
    static CommandLine requireOnceEachKey(CommandLine line) {
        return check(
                line,
                parsed -> parsed.matchedOptions().stream()
                        .filter(option -> Map.class.isAssignableFrom(option.type()))
                        .forEach(option -> requireOnceEachKey(line, option)));
    }

    private static void requireOnceEachKey(CommandLine line, OptionSpec option) {
        Set<String> keys = new HashSet<>();
        for (String value : option.originalStringValues()) {
            String key = value.replaceFirst("=.*", "");
            if (!keys.add(key)) {
                throw new ParameterException(line, key + " is given twice; give it once");
            }
        }
    }

    private static CommandLine check(CommandLine line, Consumer<ParseResult> check) {
        CommandLine.IExecutionStrategy next = line.getExecutionStrategy();
        return line.setExecutionStrategy(parsed -> {
            check.accept(parsed);
            return next.execute(parsed);
        });
    }

    /** An option as name=value, a switch by its name. */
    private static String given(ParseResult parsed, String option) {
        OptionSpec specification = parsed.matchedOption(option);
        return specification.arity().max() == 0
                ? option
                : option.replaceFirst("^-+", "") + "=" + String.join(",", specification.originalStringValues());
    }
}
