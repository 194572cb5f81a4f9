package dev.mooring.awsstandin.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The two tables of the CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data", and what surrounds them. */
class AlarmEvaluationTest {
    private static final int PERIODS = 3;

    @ParameterizedTest
    @CsvSource({
        "0 - X - X, OK, OK, OK, OK",
        "0 - - - -, OK, OK, OK, OK",
        "- - - - -, INSUFFICIENT_DATA, retain, ALARM, OK",
        "0 X X - X, ALARM, ALARM, ALARM, ALARM",
        "- - X - -, ALARM, retain, ALARM, OK"
    })
    void judgesThreeOfThreeAsTheUserGuideDoes(
            String data, String missing, String ignore, String breaching, String notBreaching) {
        assertRow(data, 3, List.of(missing, ignore, breaching, notBreaching));
    }

    @ParameterizedTest
    @CsvSource({
        "0 - X - X, ALARM, ALARM, ALARM, ALARM",
        "0 0 X 0 X, ALARM, ALARM, ALARM, ALARM",
        "0 - X - -, OK, OK, ALARM, OK",
        "- - - - 0, OK, OK, ALARM, OK",
        "- - - X -, ALARM, retain, ALARM, OK"
    })
    void judgesTwoOfThreeAsTheUserGuideDoes(
            String data, String missing, String ignore, String breaching, String notBreaching) {
        assertRow(data, 2, List.of(missing, ignore, breaching, notBreaching));
    }

    @ParameterizedTest
    @CsvSource({"- - - - X", "- - - X -"})
    void waitsForTheNextDatapointWhereOnlyANewOneBreaches(String data) {
        for (AlarmState current : AlarmState.values()) {
            assertEquals(current, evaluation(3, MissingData.MISSING).state(datapoints(data), current));
        }
    }

    @ParameterizedTest
    @EnumSource(Comparison.class)
    void comparesAsTheOperatorSays(Comparison comparison) {
        AlarmEvaluation one =
                new AlarmEvaluation(1, 1, Comparison.named(comparison.toString()), 5, MissingData.MISSING);
        List<AlarmState> found = Arrays.stream(new double[] {4, 5, 6})
                .mapToObj(value -> one.state(List.of(OptionalDouble.of(value)), AlarmState.OK))
                .toList();

        assertEquals(
                switch (comparison) {
                    case GREATER -> List.of(AlarmState.OK, AlarmState.OK, AlarmState.ALARM);
                    case GREATER_OR_EQUAL -> List.of(AlarmState.OK, AlarmState.ALARM, AlarmState.ALARM);
                    case LESS -> List.of(AlarmState.ALARM, AlarmState.OK, AlarmState.OK);
                    case LESS_OR_EQUAL -> List.of(AlarmState.ALARM, AlarmState.ALARM, AlarmState.OK);
                },
                found);
    }

    @Test
    void refusesMoreDatapointsThanThereArePeriods() {
        assertEquals(
                "DatapointsToAlarm=4 is outside 1-3, the evaluation periods",
                assertThrows(IllegalArgumentException.class, () -> evaluation(4, MissingData.MISSING))
                        .getMessage());
    }

    private static void assertRow(String data, int toAlarm, List<String> expected) {
        MissingData[] kinds = {MissingData.MISSING, MissingData.IGNORE, MissingData.BREACHING, MissingData.NOT_BREACHING
        };
        for (int kind = 0; kind < kinds.length; kind++) {
            for (AlarmState current : AlarmState.values()) {
                String wanted = expected.get(kind).equals("retain") ? current.name() : expected.get(kind);
                assertEquals(
                        wanted,
                        evaluation(toAlarm, kinds[kind])
                                .state(datapoints(data), current)
                                .name(),
                        data + " " + kinds[kind] + " from " + current);
            }
        }
    }

    private static AlarmEvaluation evaluation(int toAlarm, MissingData missing) {
        return new AlarmEvaluation(PERIODS, toAlarm, Comparison.GREATER, 5, missing);
    }

    private static List<OptionalDouble> datapoints(String data) {
        return Arrays.stream(data.split(" "))
                .map(each -> switch (each) {
                    case "0" -> OptionalDouble.of(0);
                    case "X" -> OptionalDouble.of(9);
                    default -> OptionalDouble.empty();
                })
                .toList();
    }
}
