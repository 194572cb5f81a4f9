package dev.mooring.infra.account;

import dev.mooring.infra.Deployment;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The clients of one region, with the credentials that the CDK takes too: environment, profile, single sign-on. Nothing is
 * sent before it is asked. All calls read. Thread-safe.
 */
public record AccountClients(
        String region, AwsCredentialsProvider credentials, Optional<URI> endpoint, SdkHttpClient http)
        implements AutoCloseable {
    /**
     * Finds region and credentials.
     *
     * @param endpoint another server that speaks AWS's protocols, for tests
     * @throws NoAccountException when there is no region
     */
    public static AccountClients connect(Deployment deployment, Optional<URI> endpoint) {
        return new AccountClients(
                deployment.region().orElseGet(AccountClients::usualRegion),
                DefaultCredentialsProvider.builder().build(),
                endpoint,
                UrlConnectionHttpClient.create());
    }

    Ec2Client ec2() {
        return configured(Ec2Client.builder().httpClient(http)).build();
    }

    AutoScalingClient autoScaling() {
        return configured(AutoScalingClient.builder().httpClient(http)).build();
    }

    CloudFormationClient cloudFormation() {
        return configured(CloudFormationClient.builder().httpClient(http)).build();
    }

    ServiceQuotasClient quotas() {
        return configured(ServiceQuotasClient.builder().httpClient(http)).build();
    }

    SecretsManagerClient secrets() {
        return configured(SecretsManagerClient.builder().httpClient(http)).build();
    }

    SsmClient parameters() {
        return configured(SsmClient.builder().httpClient(http)).build();
    }

    StsClient identity() {
        return configured(StsClient.builder().httpClient(http)).build();
    }

    @Override
    public void close() {
        http.close();
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region)).credentialsProvider(credentials);
    }

    private static String usualRegion() {
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkClientException none) {
            throw new NoAccountException(
                    "no region is known; set AWS_REGION, or \"region\" of context \"deployment\" in cdk.json");
        }
    }
}
