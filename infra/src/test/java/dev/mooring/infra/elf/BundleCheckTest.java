package dev.mooring.infra.elf;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BundleCheckTest {
    private static final String WAY_OUT =
            "; link the runtime from the JDK that scripts/jdk.pin names: infra/cdk deploy does";

    @TempDir
    private Path folder;

    /** Of Debian 13's JDK 25, {@code libjvm.so} needs GLIBC_2.38; the vendors' need 2.17. */
    @ParameterizedTest
    @CsvSource({
        "libc.so.6,GLIBC_2.38,GLIBC_2.38",
        "libc.so.6,GLIBC_2.2.5 GLIBC_2.35 GLIBC_2.38 GLIBC_2.9,GLIBC_2.38",
        "libc.so.6,GLIBC_2.34.1,GLIBC_2.34.1",
        "libc.so.6,GLIBC_3.0,GLIBC_3.0",
        "libstdc++.so.6,GLIBCXX_3.4.30,GLIBCXX_3.4.30",
        "libc.musl-x86_64.so.1,,libc.musl-x86_64.so.1",
        "libc.so.6 liblcms2.so.2,GLIBC_2.38,'GLIBC_2.38, liblcms2.so.2'"
    })
    void refusesWhatAmazonLinuxLacks(String needed, String versions, String lacking) throws IOException {
        library("lib/server/libjvm.so", MadeElf.X86_64, needed, versions);
        assertEquals(
                "binary=lib/server/libjvm.so needs " + lacking + ", which is not in Amazon Linux 2023" + WAY_OUT,
                refusal("x86_64"));
    }

    @Test
    void takesWhatItHasAndWhatComesWithTheBinary() throws IOException {
        library(
                "lib/libjava.so",
                MadeElf.X86_64,
                "libjvm.so libc.so.6 libz.so.1",
                "GLIBC_2.34 GLIBC_2.2.5 GLIBC_PRIVATE");
        library("lib/server/libjvm.so", MadeElf.X86_64, "libc.so.6 libstdc++.so.6", "GLIBCXX_3.4.29");
        Files.writeString(folder.resolve("README"), "not a binary");
        assertDoesNotThrow(() -> BundleCheck.require(folder, "x86_64"));
    }

    @Test
    void refusesABinaryForAnotherMachine() throws IOException {
        library("bin/java", MadeElf.X86_64, "libc.so.6", "GLIBC_2.17");
        assertEquals("binary=bin/java is for x86_64, not for aarch64" + WAY_OUT, refusal("aarch64"));
    }

    @Test
    void readsTheLibrariesInAJarAndLeavesThoseOfOtherMachines() throws IOException {
        jar("lib/native.jar", MadeElf.of(MadeElf.AARCH64, List.of("libnone.so"), List.of("GLIBC_2.40")));
        assertDoesNotThrow(() -> BundleCheck.require(folder, "x86_64"));
        assertEquals(
                "binary=lib/native.jar!META-INF/native/lib.so needs GLIBC_2.40, libnone.so, which is not in Amazon Linux 2023"
                        + WAY_OUT,
                refusal("aarch64"));
    }

    @Test
    void refusesABinaryThatIsCutOffAtAnyByteInASentence() throws IOException {
        byte[] whole = MadeElf.of(MadeElf.X86_64, List.of("libc.so.6"), List.of("GLIBC_2.17"));
        for (int length = 4; length < whole.length; length++) {
            write("lib/libcut.so", Arrays.copyOf(whole, length));
            String refusal = refusal("x86_64");
            assertTrue(refusal.startsWith("binary=lib/libcut.so "), length + ": " + refusal);
        }
    }

    private void library(String name, int machine, String needed, String versions) throws IOException {
        write(name, MadeElf.of(machine, words(needed), words(versions)));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void jar(String name, byte[] library) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream stream = Files.newOutputStream(file);
                ZipOutputStream jar = new ZipOutputStream(stream)) {
            jar.putNextEntry(new ZipEntry("META-INF/native/lib.so"));
            jar.write(library);
        }
    }

    private String refusal(String machine) {
        return String.valueOf(assertThrows(RefusedException.class, () -> BundleCheck.require(folder, machine))
                .getMessage());
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" ", -1));
    }
}
