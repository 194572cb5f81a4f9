package dev.mooring.hosttuning.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** This machine. The script runs in {@code /bin/sh -c} with the rights of the caller. */
public final class LocalHost implements Host {
    @Override
    public String name() {
        return "localhost";
    }

    @Override
    public HostReply run(String script) throws HostUnreachableException {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", script)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            shell.getOutputStream().close();
            try (InputStream output = shell.getInputStream()) {
                String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                return new HostReply(text, shell.waitFor());
            }
        } catch (IOException failure) {
            throw new HostUnreachableException("/bin/sh could not be started: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HostUnreachableException("The check was interrupted", interrupted);
        }
    }
}
