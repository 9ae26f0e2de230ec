package io.pulldeploy.aws;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every client of the SDK, each made when it is first asked for, and then kept. Region, profile,
 * endpoint ({@code AWS_ENDPOINT_URL}, {@code AWS_ENDPOINT_URL_S3}, …) and credentials are found the
 * standard AWS way where the settings do not say them.
 */
public final class AwsClients implements AutoCloseable {
    /** Enough to outlast a short throttling; a refused connection is over in three seconds. */
    private static final int ATTEMPTS = 5;

    private final AwsSettings settings;
    private final Once<SdkHttpClient> http;
    private final AwsProfiles profiles;
    private final Once<AwsCredentialsProvider> credentials;
    private final ClockCheck clockCheck;
    private final Map<AwsSettings, AwsClients> others = new ConcurrentHashMap<>();

    private final Once<S3Client> s3 = new Once<>(this::makeS3);
    private final Once<Ec2Client> ec2 = new Once<>(() -> make("ec2", Ec2Client.builder()));
    private final Once<AutoScalingClient> autoScaling =
            new Once<>(() -> make("autoscaling", AutoScalingClient.builder()));
    private final Once<ElasticLoadBalancingClient> elb =
            new Once<>(() -> make("elasticloadbalancing", ElasticLoadBalancingClient.builder()));
    private final Once<ElasticLoadBalancingV2Client> elbV2 =
            new Once<>(() -> make("elasticloadbalancing", ElasticLoadBalancingV2Client.builder()));
    private final Once<IamClient> iam = new Once<>(() -> make("iam", IamClient.builder()));
    private final Once<SqsClient> sqs = new Once<>(() -> make("sqs", SqsClient.builder()));
    private final Once<SnsClient> sns = new Once<>(() -> make("sns", SnsClient.builder()));
    private final Once<Route53Client> route53 =
            new Once<>(() -> make("route53", Route53Client.builder()));
    private final Once<CloudWatchClient> cloudWatch =
            new Once<>(() -> make("cloudwatch", CloudWatchClient.builder()));
    private final Once<ElastiCacheClient> elastiCache =
            new Once<>(() -> make("elasticache", ElastiCacheClient.builder()));
    private final Once<StsClient> sts = new Once<>(() -> make("sts", StsClient.builder()));
    private final Once<SsmClient> ssm = new Once<>(() -> make("ssm", SsmClient.builder()));

    /** Clients for settings under which nobody can be asked for a second factor. */
    public AwsClients(AwsSettings settings) {
        this(settings, new MfaSessions(MfaCodes.NOBODY));
    }

    public AwsClients(AwsSettings settings, MfaSessions sessions) {
        this(settings, new AwsProfiles(ProfileFile::defaultProfileFile, sessions));
    }

    AwsClients(AwsSettings settings, AwsProfiles profiles) {
        this(
                settings,
                profiles,
                new Once<>(() ->
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(Duration.ofSeconds(5))
                                .socketTimeout(Duration.ofSeconds(30))
                                .build()),
                new ClockCheck(Clock.systemUTC()));
    }

    private AwsClients(
            AwsSettings settings,
            AwsProfiles profiles,
            Once<SdkHttpClient> http,
            ClockCheck clockCheck) {
        this.settings = settings;
        this.profiles = profiles;
        this.http = http;
        this.clockCheck = clockCheck;
        this.credentials = new Once<>(this::findCredentials);
    }

    /** The clients for other settings, such as a state's {@code region} or {@code profile}. */
    public AwsClients with(AwsSettings other) {
        return other.equals(settings)
                ? this
                : others.computeIfAbsent(other, s -> new AwsClients(s, profiles, http, clockCheck));
    }

    public AwsSettings settings() {
        return settings;
    }

    public S3Client s3() {
        return s3.get();
    }

    public Ec2Client ec2() {
        return ec2.get();
    }

    public AutoScalingClient autoScaling() {
        return autoScaling.get();
    }

    /** Classic load balancers. */
    public ElasticLoadBalancingClient elb() {
        return elb.get();
    }

    /** Application and network load balancers, and their target groups. */
    public ElasticLoadBalancingV2Client elbV2() {
        return elbV2.get();
    }

    public IamClient iam() {
        return iam.get();
    }

    public SqsClient sqs() {
        return sqs.get();
    }

    public SnsClient sns() {
        return sns.get();
    }

    public Route53Client route53() {
        return route53.get();
    }

    public CloudWatchClient cloudWatch() {
        return cloudWatch.get();
    }

    public ElastiCacheClient elastiCache() {
        return elastiCache.get();
    }

    public StsClient sts() {
        return sts.get();
    }

    public SsmClient ssm() {
        return ssm.get();
    }

    /** Closes the connections that all clients share. */
    @Override
    public void close() {
        http.get().close();
    }

    /**
     * S3 at an endpoint of one's own is addressed by path, because a bucket is no host name there.
     * Checksums beyond SHA-256 in our own records are computed only where S3 demands them: the
     * SDK's default needs trailers, which emulators refuse, and CRC64NVME needs 15 MB of native
     * code.
     */
    private S3Client makeS3() {
        S3ClientBuilder builder =
                S3Client.builder()
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(
                                S3Configuration.builder().chunkedEncodingEnabled(false).build());
        S3Client client = make("s3", builder);
        return client.serviceClientConfiguration().endpointOverride().isPresent()
                ? make("s3", builder.forcePathStyle(true))
                : client;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C make(
            String service, B builder) {
        builder.httpClient(http.get());
        builder.credentialsProvider(credentials.get());
        builder.overrideConfiguration(c -> {
            c.retryStrategy(new Retries(ATTEMPTS));
            c.addExecutionInterceptor(clockCheck);
            settings.profile().ifPresent(c::defaultProfileName);
        });
        settings.region().map(Region::of).ifPresent(builder::region);
        settings.endpoint().ifPresent(builder::endpointOverride);
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw AwsFailures.noRegion(service, e);
        } catch (IllegalArgumentException e) {
            throw AwsFailures.unreadableProfiles(e);
        }
    }

    private AwsCredentialsProvider findCredentials() {
        return settings.credentials()
                .<AwsCredentialsProvider>map(AwsClients::fixed)
                .orElseGet(() -> profiles.credentials(settings, new RoleService()));
    }

    /** STS for the roles of profiles, at this settings' endpoint. */
    private final class RoleService implements MfaRole.Service {
        @Override
        public StsClient client(AwsCredentialsProvider source, String region) {
            StsClientBuilder builder =
                    StsClient.builder()
                            .httpClient(http.get())
                            .credentialsProvider(source)
                            .region(Region.of(settings.region().orElse(region)));
            settings.endpoint().ifPresent(builder::endpointOverride);
            return builder.build();
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }
    }

    private static StaticCredentialsProvider fixed(AwsSettings.Credentials keys) {
        return StaticCredentialsProvider.create(
                keys.token().isPresent()
                        ? AwsSessionCredentials.create(
                                keys.keyId(), keys.secret(), keys.token().get())
                        : AwsBasicCredentials.create(keys.keyId(), keys.secret()));
    }
}
