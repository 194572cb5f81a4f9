package dev.mooring.hostagent.aws;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * A secret of Secrets Manager, by its name or ARN. Each reading is one call, which AWS bills with 0.05 USD for 10,000. Thread-safe.
 */
public final class HostSecret {
    private final SecretsManagerClient client;
    private final String name;

    /** Calls nothing yet. */
    public HostSecret(SecretsManagerClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Its name or ARN, which is no secret. */
    public String name() {
        return name;
    }

    /**
     * What it holds at this moment.
     *
     * @throws IOException when it cannot be read, or holds bytes and no text; the message has nothing of what it holds
     */
    public String text() throws IOException {
        try {
            String text =
                    client.getSecretValue(request -> request.secretId(name)).secretString();
            if (text == null) {
                throw new IOException("the secret " + name + " holds bytes and no text; store it as text");
            }
            return text;
        } catch (SdkException refused) {
            throw new IOException("the secret " + name + " cannot be read: " + refused.getMessage(), refused);
        }
    }
}
