package dev.mooring.hosttuning.command;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;

/**
 * A choice on the command line by the names that the help lists; picocli's own message lists those of the constants too.
 *
 * @param type the choices, whose texts are their names
 */
record NamedValue<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
    @Override
    public E convert(String text) {
        E[] all = type.getEnumConstants();
        return Arrays.stream(all)
                .filter(each -> each.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                        "value",
                        text,
                        "is not one of",
                        Arrays.stream(all).map(Enum::toString).collect(Collectors.joining(", ")),
                        "choose one"));
    }
}
