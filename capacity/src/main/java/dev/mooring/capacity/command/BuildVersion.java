package dev.mooring.capacity.command;

import dev.mooring.capacity.input.Resource;
import picocli.CommandLine.IVersionProvider;

/**
 * The version of the build, which Maven writes into a resource: the root's pom.xml has it, and nothing else.
 *
 * @param program the name that it is printed with
 */
record BuildVersion(String program) implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            program + " " + Resource.text(BuildVersion.class, "version.txt").strip()
        };
    }
}
