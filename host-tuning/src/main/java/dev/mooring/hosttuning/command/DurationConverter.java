package dev.mooring.hosttuning.command;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration option, in the text form of cdk.json: {@code 20s}, {@code 5m}. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            Duration duration = DurationText.parse("duration", text);
            if (duration.isZero()) {
                throw new TypeConversionException("duration=" + text + " is not more than 0s");
            }
            return duration;
        } catch (RefusedException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
