package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.price.Price;
import dev.mooring.capacity.unit.DurationText;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/capacity-model.md against the constants of the code. */
class CapacityModelDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "capacity-model.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z][A-Z0-9_]+)` \\| ([^|]+?) \\|", Pattern.MULTILINE);

    @Test
    void listsEveryConstantWithItsValue() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        ROW.matcher(Files.readString(DOCUMENT)).results().forEach(row -> documented.put(row.group(1), row.group(2)));
        assertEquals(constants(), documented);
    }

    @Test
    void listsEveryInputWithItsDefault() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (FleetKey key : FleetKey.values()) {
            String row = "| `" + key.key() + "` | " + key.defaultText() + " | ";
            assertTrue(document.contains(row), () -> "no row " + row);
        }
    }

    /** The decision names the size of both tables, which a renewal changes. */
    @Test
    void namesTheSizeOfTheCatalogue() throws IOException {
        String decision = Files.readString(Path.of("..", "docs", "decisions", "0015-where-a-fleet-may-go.md"));
        String sizes = String.format(
                Locale.ROOT,
                "%d types, and %,d rows of type, region and zone ids",
                CatalogueFile.TYPES.rows().size(),
                CatalogueFile.OFFERINGS.rows().size());
        assertTrue(decision.contains(sizes), sizes);
    }

    @Test
    void givesTheSourceAndDateOfEveryPrice() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (Price price : Price.values()) {
            String row = "| `" + price + "` | " + price.amount() + " | " + price.of() + " | " + price.source() + ", "
                    + price.read() + " |";
            assertTrue(document.contains(row), () -> "no row " + row);
        }
    }

    private static Map<String, String> constants() {
        Map<String, String> constants = new TreeMap<>();
        Stream.of(MeasuredCosts.class, AwsLimits.class)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .forEach(field -> constants.put(field.getName(), text(field)));
        constants.put("HOURS_PER_MONTH", text(Price.HOURS_PER_MONTH));
        Stream.of(Price.values())
                .forEach(price -> constants.put(price.name(), price.amount().toPlainString()));
        return constants;
    }

    private static String text(Field constant) {
        try {
            return text(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Duration duration when duration.toMillis() == 0 -> duration.toNanos() / 1_000 + " us";
            case Duration duration -> DurationText.format(duration);
            case Double price -> BigDecimal.valueOf(price).stripTrailingZeros().toPlainString();
            case Object other -> other.toString();
        };
    }
}
