package dev.mooring.infra;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Optional;

/**
 * The ARN of something that belongs to one region and account, as {@code arn:partition:service:region:account:resource}.
 *
 * @param key the input that it comes from
 */
record RegionalArn(DeploymentKey key, String arn) {
    private static final int REGION = 3;
    private static final int ACCOUNT = 4;

    String region() {
        return part(REGION);
    }

    /**
     * Refuses an ARN of another region, or one whose partition is not that of its region.
     *
     * @throws RefusedException in the words of the user's input
     */
    void requireIn(Optional<String> region) {
        String partition = partitionOf(region());
        if (!part(1).equals(partition)) {
            throw RefusedException.of(
                    key.key(),
                    arn,
                    "has partition " + part(1) + ", and its region " + region() + " is of",
                    partition,
                    REMEDY);
        }
        if (region.isPresent() && !region.get().equals(region())) {
            throw RefusedException.of(
                    key.key(),
                    arn,
                    "is of " + region() + ", not of",
                    "region=" + region.get(),
                    "give one of that region");
        }
    }

    /**
     * Refuses an ARN of another account.
     *
     * @throws RefusedException in the words of the user's input
     */
    void requireOf(Optional<String> account) {
        if (account.isPresent() && !account.get().equals(part(ACCOUNT))) {
            throw RefusedException.of(
                    key.key(), arn, "is of account " + part(ACCOUNT) + ", not of", "account=" + account.get(), REMEDY);
        }
    }

    private String part(int index) {
        return arn.split(":", -1)[index];
    }

    /** AWS General Reference, "Amazon Resource Names": the partitions and what their regions begin with. */
    private static String partitionOf(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        if (region.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        if (region.startsWith("us-iso-")) {
            return "aws-iso";
        }
        if (region.startsWith("us-isob-")) {
            return "aws-iso-b";
        }
        return region.startsWith("eusc-") ? "aws-eusc" : "aws";
    }

    private static final String REMEDY = "copy it from the console of the account and region of the fleet";
}
