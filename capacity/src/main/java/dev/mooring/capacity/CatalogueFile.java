package dev.mooring.capacity;

import dev.mooring.capacity.input.Resource;
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
        return Resource.text(CatalogueFile.class, file)
                .lines()
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
}
