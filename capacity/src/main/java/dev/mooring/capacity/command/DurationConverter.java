package dev.mooring.capacity.command;

import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** A time, as in {@code 20s} or {@code 5m}. What it refuses is said with the name of the option. */
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return DurationText.parse("time", text);
    }
}
