package dev.mooring.proof.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java server with the options that all Java peers but Mooring share; Mooring has its own in its bundle. */
record JavaProgram(String classPath, String mainClass) {
    List<String> command(boolean compactObjectHeaders, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseG1GC",
                compactObjectHeaders ? "-XX:+UseCompactObjectHeaders" : "-XX:-UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
