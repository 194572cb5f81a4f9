package dev.mooring.capacity.price;

import dev.mooring.capacity.input.Resource;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/** The file of prices: a row for each {@link Price}, none twice, none missing. */
final class PriceList {
    private static final String FILE = "prices.tsv";
    private static final int FIELDS = 5;

    private final Map<Price, Row> rows;

    private PriceList(Map<Price, Row> rows) {
        this.rows = rows;
    }

    static PriceList read() {
        return of(Resource.text(PriceList.class, FILE));
    }

    static PriceList of(String text) {
        Map<Price, Row> rows = new EnumMap<>(Price.class);
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] fields = line.split("\t", -1);
            if (fields.length != FIELDS) {
                throw new IllegalStateException(FILE + " has a row of " + fields.length + " fields: " + line);
            }
            Row row = new Row(new BigDecimal(fields[1]), fields[2], fields[3], LocalDate.parse(fields[4]));
            if (rows.put(Price.valueOf(fields[0]), row) != null) {
                throw new IllegalStateException(FILE + " has " + fields[0] + " twice");
            }
        });
        return new PriceList(rows);
    }

    Row of(Price price) {
        Row row = rows.get(price);
        if (row == null) {
            throw new IllegalStateException(FILE + " has no " + price);
        }
        return row;
    }

    /** One row, but for its name. */
    record Row(BigDecimal amount, String of, String source, LocalDate read) {}
}
