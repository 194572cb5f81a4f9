package dev.mooring.hostagent.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The SDK's clients for the six services, on one HTTP client of the JDK. Thread-safe.
 *
 * @param loadBalancing registers and deregisters targets
 * @param autoScaling reads the lifecycle state and answers hooks
 * @param cloudWatch takes the metrics
 * @param cloudFormation waits for the first hosts of a stack
 * @param names publishes and withdraws the address of a host without a load balancer
 * @param secrets reads the host's certificate and keys
 * @param http shared, closed with this record
 */
public record AwsClients(
        ElasticLoadBalancingV2Client loadBalancing,
        AutoScalingClient autoScaling,
        CloudWatchClient cloudWatch,
        CloudFormationClient cloudFormation,
        Route53Client names,
        SecretsManagerClient secrets,
        SdkHttpClient http)
        implements AutoCloseable {
    /**
     * One call with its repeats. Three throttled attempts, the longest that may still succeed, pause for 3 s and wait up to
     * 6 s for the client's own rate limit; without a bound, a call that nobody answers takes 95 s of a spot notice.
     */
    private static final Duration MAX_CALL = Duration.ofSeconds(15);

    /**
     * Connects with the instance's credentials; nothing is sent yet.
     *
     * @param retries how a call is repeated when AWS throttles or fails
     * @param endpoint another server that speaks the protocols; empty for AWS, or where AWS_ENDPOINT_URL says
     */
    public static AwsClients connect(String region, RetryStrategy retries, Optional<URI> endpoint) {
        SdkHttpClient http = UrlConnectionHttpClient.create();
        return new AwsClients(
                configured(ElasticLoadBalancingV2Client.builder().httpClient(http), region, retries, endpoint)
                        .build(),
                configured(AutoScalingClient.builder().httpClient(http), region, retries, endpoint)
                        .build(),
                configured(CloudWatchClient.builder().httpClient(http), region, retries, endpoint)
                        .build(),
                configured(CloudFormationClient.builder().httpClient(http), region, retries, endpoint)
                        .build(),
                configured(Route53Client.builder().httpClient(http), region, retries, endpoint)
                        .build(),
                configured(SecretsManagerClient.builder().httpClient(http), region, retries, endpoint)
                        .build(),
                http);
    }

    @Override
    public void close() {
        loadBalancing.close();
        autoScaling.close();
        cloudWatch.close();
        cloudFormation.close();
        names.close();
        secrets.close();
        http.close();
    }

    private static <B extends AwsClientBuilder<B, ?>> B configured(
            B builder, String region, RetryStrategy retries, Optional<URI> endpoint) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .overrideConfiguration(
                        override -> override.retryStrategy(retries).apiCallTimeout(MAX_CALL));
    }
}
