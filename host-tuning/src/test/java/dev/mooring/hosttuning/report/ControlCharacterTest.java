package dev.mooring.hosttuning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import dev.mooring.hosttuning.verify.Actual;
import dev.mooring.hosttuning.verify.Check;
import dev.mooring.hosttuning.verify.Evidence;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.Outcome;
import dev.mooring.hosttuning.verify.Survival;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every control character and every character that turns text around, in every text that comes from a host. */
class ControlCharacterTest {
    private static final CheckedPlan CHECKED =
            new CheckedPlan("0123456789abcdef", Role.SERVER, Instant.parse("2026-11-24T08:20:11Z"), Set.of());

    private static final String ALL = IntStream.rangeClosed(0, Character.MAX_VALUE)
            .filter(ControlCharacterTest::doesSomething)
            .mapToObj(Character::toString)
            .collect(Collectors.joining("x"));

    @ParameterizedTest
    @EnumSource
    void isNeverWrittenAsItIs(Format format) {
        String report = FleetReport.render(List.of(verified(), unreachable()), CHECKED, format, false);
        Set<String> raw = report.codePoints()
                .filter(each -> each != '\n' && doesSomething(each))
                .mapToObj(each -> String.format("U+%04X", each))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), raw);
    }

    @Test
    void isInJsonWhatTheHostSaid() throws IOException {
        String report = FleetReport.render(List.of(unreachable()), CHECKED, Format.JSON, false);
        assertEquals(
                ALL,
                new ObjectMapper().readTree(report).at("/hosts/0/unreachable").asText());
    }

    private static HostOutcome unreachable() {
        return new HostOutcome.Unreachable(ALL, ALL);
    }

    private static HostOutcome verified() {
        Actual actual = new Actual(ALL, ALL, ALL, ALL, Evidence.FILES);
        Finding finding =
                new Finding(new Check(ALL, Severity.FAILURE, ALL, ALL), Outcome.FAIL, actual, ALL, ALL, Survival.NO);
        return new HostOutcome.Verified(new HostReport(ALL, ALL, ALL, List.of(finding), Optional.empty()));
    }

    private static boolean doesSomething(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }
}
