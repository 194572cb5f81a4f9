package dev.mooring.capacity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A table that comes with this program: fields between tabs, comments after {@code #}. {@code capacity/catalogue --renew}
 * writes both from an account.
 */
public enum CatalogueFile {
    TYPES("instance-types.tsv", 10),
    OFFERINGS("instance-offerings.tsv", 3);

    private final String file;
    private final int fields;

    CatalogueFile(String file, int fields) {
        this.file = file;
        this.fields = fields;
    }

    /** The name of the file beside this class. */
    public String file() {
        return file;
    }

    /** The rows, each with all its fields. Reads the file each time. */
    public List<List<String>> rows() {
        return text().lines()
                .filter(line -> !line.startsWith("#"))
                .map(this::row)
                .toList();
    }

    private List<String> row(String line) {
        List<String> row = List.of(line.split("\t", -1));
        if (row.size() != fields) {
            throw new IllegalStateException(file + " has a row of " + row.size() + " fields: " + row);
        }
        return row;
    }

    private String text() {
        try (InputStream stream = CatalogueFile.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
