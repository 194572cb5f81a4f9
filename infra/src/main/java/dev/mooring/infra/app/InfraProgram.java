package dev.mooring.infra.app;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.command.Signals;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.IoFailure;
import dev.mooring.capacity.output.Plain;
import dev.mooring.capacity.output.Result;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.account.NoAccountException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one ending of this module's programs: whatever happens is one sentence on standard error, {@code program: sentence},
 * and an exit code of {@link ExitCode}. No failure prints a stack trace; a bug names the line it is in.
 *
 * <p>As {@code capacity.command.Program} does for programs that read their options themselves; here a script does.
 *
 * @param name as the user typed it
 */
record InfraProgram(String name, PrintStream out, PrintStream errors) {
    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    /** What a program does, to its exit code. */
    @FunctionalInterface
    interface Work {
        int run() throws IOException, InterruptedException;
    }

    InfraProgram(String name) {
        this(name, System.out, System.err);
    }

    /**
     * Runs it, and looks whether its result arrived: the code with which the process ends. A signal ends the process at once;
     * what fails while it ends is nobody's concern, and not said.
     */
    int run(Work work) {
        Signals.handleEach(signal -> {
            STOPPING.set(true);
            System.exit(signal.code());
        });
        int code = code(work);
        return STOPPING.get() ? code : Result.written(name, code);
    }

    /** The exit code of what has run. */
    int code(Work work) {
        try {
            return work.run();
        } catch (RefusedException refused) {
            say(refused.getMessage());
            if (refused.isUnavailable()) {
                return ExitCode.UNAVAILABLE.code();
            }
            say("See: " + name + " --help", "");
            return ExitCode.USAGE.code();
        } catch (NoAccountException unknown) {
            say(unknown.getMessage());
            return ExitCode.UNAVAILABLE.code();
        } catch (AwsBundles.UnavailableException unavailable) {
            return unavailable.exitCode();
        } catch (Synthesis.InvalidTemplateException invalid) {
            say(invalid.getMessage());
            return ExitCode.FAILED.code();
        } catch (IOException failure) {
            say(IoFailure.sentence(failure));
            return ExitCode.FAILED.code();
        } catch (UncheckedIOException failure) {
            say(IoFailure.sentence(requireNonNull(failure.getCause())));
            return ExitCode.FAILED.code();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.code();
        } catch (RuntimeException bug) {
            say("this is a bug of the program, please report it: " + bug + where(bug));
            return ExitCode.BUG.code();
        }
    }

    /** Prints a part of the result, which may be in the words of AWS, of a template or of a host. */
    void print(String text) {
        out.print(Plain.lines(text));
        out.flush();
    }

    /** Says what the templates do wrong; the exit code of that. */
    int judged(List<String> violations) {
        violations.forEach(this::say);
        return violations.isEmpty() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
    }

    private void say(@Nullable String sentence) {
        say(sentence, name + ": ");
    }

    private void say(@Nullable String sentence, String before) {
        if (STOPPING.get()) {
            return;
        }
        errors.println(before + Plain.lines(String.valueOf(sentence)));
    }

    private static String where(RuntimeException bug) {
        return Arrays.stream(bug.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.mooring."))
                .findFirst()
                .map(frame -> " (" + frame + ")")
                .orElse("");
    }
}
