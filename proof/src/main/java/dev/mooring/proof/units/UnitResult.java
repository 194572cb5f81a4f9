package dev.mooring.proof.units;

import java.util.List;
import java.util.stream.Stream;

/**
 * How verify did.
 *
 * @param seed of the cases
 * @param verdicts findings about all cases
 * @param passes verdicts that passed
 * @param falsePasses of what systemd does not have, or not after a boot
 * @param falseFails of what systemd has and keeps
 */
public record UnitResult(
        long seed, int cases, int verdicts, int passes, List<String> falsePasses, List<String> falseFails) {
    public UnitResult {
        falsePasses = List.copyOf(falsePasses);
        falseFails = List.copyOf(falseFails);
    }

    /** Whether verify was right about each. */
    public boolean held() {
        return cases > 0 && falsePasses.isEmpty() && falseFails.isEmpty();
    }

    /** Each case in which it was not, with what there was. */
    public List<String> wrong() {
        return Stream.concat(falsePasses.stream(), falseFails.stream()).toList();
    }

    /** In a line. */
    public String summary() {
        return cases + " hosts, " + verdicts + " verdicts, " + falsePasses.size() + " false passes, "
                + falseFails.size() + " false fails, " + passes + " pass; seed " + seed;
    }
}
