package dev.mooring.hosttuning.command;

import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** A duration option, in the text form of cdk.json: {@code 20s}, {@code 5m}. More than nothing, a day at most. */
final class DurationConverter implements ITypeConverter<Duration> {
    /** SSH libraries count milliseconds in 32 bits, which is 24 days. */
    private static final Duration MAX = Duration.ofDays(1);

    @Override
    public Duration convert(String text) {
        return DurationText.requireWithin("duration", DurationText.parse("duration", text), Duration.ofMillis(1), MAX);
    }
}
