package dev.mooring.hosttuning.fleet;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Why EC2 gave no answer, as one sentence with a remedy. */
final class Ec2Failure {
    private static final Set<String> CREDENTIALS_REFUSED = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "InvalidClientTokenId",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    /** EC2's word for it, and everybody else's. */
    private static final Set<String> NOT_ALLOWED = Set.of("UnauthorizedOperation", "AccessDenied");

    private Ec2Failure() {}

    static FleetUnavailableException of(String action, SdkException failure) {
        return of("EC2", "ec2", action, failure);
    }

    static FleetUnavailableException ofAutoScaling(String action, SdkException failure) {
        return of("EC2 Auto Scaling", "autoscaling", action, failure);
    }

    private static FleetUnavailableException of(String service, String prefix, String action, SdkException failure) {
        String sentence = failure instanceof AwsServiceException answer
                ? refused(service, prefix, action, answer)
                : unsent(service, action, failure);
        return new FleetUnavailableException(sentence, failure);
    }

    private static String refused(String service, String prefix, String action, AwsServiceException answer) {
        String code = answer.awsErrorDetails().errorCode();
        if (answer.isThrottlingException()) {
            return service + " still throttled " + action + " after " + answer.numAttempts()
                    + " attempts; wait a minute, then run this again";
        }
        if (NOT_ALLOWED.contains(code)) {
            return service + " does not allow " + action + "; add " + prefix + ":" + action
                    + " to the policy of these credentials";
        }
        if (CREDENTIALS_REFUSED.contains(code)) {
            return service + " refused the credentials (" + code + "); renew them, and check the clock";
        }
        return service + " refused " + action + ": " + answer.awsErrorDetails().errorMessage() + " (" + code + ")";
    }

    /** What EC2 needs to know where to go. */
    static FleetUnavailableException noRegion(SdkException failure) {
        return new FleetUnavailableException("No AWS region was found; give --region, or set AWS_REGION", failure);
    }

    private static String unsent(String service, String action, SdkException failure) {
        if (Ec2Credentials.wereMissing(failure)) {
            return "No AWS credentials were found; set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run this on an instance"
                    + " with a role";
        }
        return service + " could not be asked for " + action + ": "
                + firstSentence(String.valueOf(failure.getMessage())) + "; check the network and --region";
    }

    private static String firstSentence(String message) {
        int end = message.indexOf(" (SDK Attempt");
        return end < 0 ? message : message.substring(0, end);
    }
}
