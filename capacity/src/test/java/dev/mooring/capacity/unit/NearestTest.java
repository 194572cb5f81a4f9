package dev.mooring.capacity.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
    private static final List<String> WORDS = List.of("eu-west-1", "us-east-1", "us-east-2", "us-west-1");

    @ParameterizedTest
    @CsvSource({"us-east1,us-east-1", "us-eats-2,us-east-2", "us-est-1,us-east-1", "eu-west-2,eu-west-1", "x,eu-west-1"
    })
    void isTheWordWithTheFewestChanges(String written, String meant) {
        assertEquals(meant, Nearest.of(written, WORDS));
    }
}
