package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.Limit;
import java.util.List;
import java.util.Optional;

/** Each line of limits.d: what the next session is to get. What it does get is the session's own rule. */
final class LimitRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        return host.findings(Limit.class, LimitRule::check);
    }

    private static Finding check(CheckedHost host, Limit limit) {
        Subject subject = Subject.of(limit, host.memory());
        LimitsFiles files = host.reading().limitsFiles();
        if (!files.complete()) {
            return subject.unknown(Observed.NOTHING, "Not all files in /etc/security could be read.");
        }
        Optional<Assignment> winner = files.winner(limit.domain(), limit.type());
        String line = limit.key() + " " + limit.requirement().value().on(host.memory());
        String append = "echo '" + line + "' | sudo tee -a " + limit.file();
        if (winner.isEmpty()) {
            return subject.fail(Observed.NOTHING, "No file sets it.", append, Survival.NO);
        }
        Observed observed =
                Observed.configured(winner.get().value(), winner.get().line().origin());
        if (limit.requirement().holds(observed.configured(), host.memory())) {
            return subject.pass(observed, "Set for new sessions.", Survival.YES);
        }
        String remove = "sudo sed -i '" + winner.get().line().number() + "d' "
                + winner.get().line().file();
        String sentence = observed.origin() + " is read last and sets " + observed.configured() + ".";
        return subject.fail(observed, sentence, remove + " && " + append, Survival.NO);
    }
}
