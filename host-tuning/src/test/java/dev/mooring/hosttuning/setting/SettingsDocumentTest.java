package dev.mooring.hosttuning.setting;

import dev.mooring.hosttuning.Golden;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
    @Test
    void describesEverySettingOfTheCatalog() throws IOException {
        Golden.assertSame(Path.of("../docs/settings.md"), SettingsDocument.text());
    }
}
