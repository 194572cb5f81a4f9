package dev.mooring.hosttuning.fleet;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Credentials that say by a type, and not in words, that there are none. */
final class Ec2Credentials implements AwsCredentialsProvider {
    private final AwsCredentialsProvider credentials;

    Ec2Credentials(AwsCredentialsProvider credentials) {
        this.credentials = credentials;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkClientException none) {
            throw SdkClientException.create("no credentials", new Missing(none));
        }
    }

    /** Whether a request failed because there were none. */
    static boolean wereMissing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Missing) {
                return true;
            }
        }
        return false;
    }

    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Missing(SdkClientException cause) {
            super(cause);
        }
    }
}
