package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.unit.Bytes;
import java.util.List;
import java.util.stream.Collectors;

/** A required value: known when the files are rendered, or only on the host. */
public sealed interface Value {
    /** The value on a host with so much memory. */
    String on(Bytes memory);

    /** The value in a here-document of the tuning script, which may call the script's functions. */
    String shell();

    /** Where the value comes from, human-readable. */
    String formula();

    /** A value that follows from the plan alone. */
    record Fixed(String text, String formula) implements Value {
        @Override
        public String on(Bytes memory) {
            return text;
        }

        @Override
        public String shell() {
            return text;
        }
    }

    /**
     * A quarter of another kernel parameter, of the value that it gets on the host: that may be more than the plan's, which
     * is a minimum. The module sets nf_conntrack_max to eight times its hashsize by itself.
     *
     * @param key the other parameter, a minimum
     * @param planned its value in the plan
     */
    record QuarterOf(String key, long planned, String formula) implements Value {
        @Override
        public String on(Bytes memory) {
            return Long.toString(planned / 4);
        }

        @Override
        public String shell() {
            return "$(($(at_least " + key + " " + planned + ") / 4))";
        }
    }

    /**
     * Shares of the host's memory in pages of 4 KiB. A number fixed beforehand is wrong after a change of the instance
     * type: a file made for 36 GB gave TCP 9.2 GB of the 4 GB of a smaller host.
     *
     * @param perMille each share in thousandths
     */
    record PagesOfMemory(List<Integer> perMille) implements Value {
        private static final int PAGE = 4096;

        public PagesOfMemory {
            perMille = List.copyOf(perMille);
        }

        @Override
        public String on(Bytes memory) {
            return perMille.stream()
                    .map(share -> Long.toString(memory.count() / PAGE * share / 1000))
                    .collect(Collectors.joining(" "));
        }

        @Override
        public String shell() {
            return perMille.stream()
                    .map(share -> "$((pages * " + share + " / 1000))")
                    .collect(Collectors.joining(" "));
        }

        @Override
        public String formula() {
            return perMille.stream()
                            .map(share -> share / 10 + (share % 10 == 0 ? "" : "." + share % 10) + " %")
                            .collect(Collectors.joining(", "))
                    + " of the memory, in pages of 4 KiB";
        }
    }
}
