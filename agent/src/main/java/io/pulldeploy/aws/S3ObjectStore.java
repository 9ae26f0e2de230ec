package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A bucket of S3. */
public final class S3ObjectStore implements ObjectStore {
    private static final int PRECONDITION_FAILED = 412;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** S3's answer when two conditional writes of one key meet. */
    private static final int CONFLICT = 409;

    private final AwsClients clients;
    private final AwsCalls calls;
    private final String bucket;

    /**
     * @param random spreads the attempts of many instances; used by several threads
     */
    public S3ObjectStore(AwsClients clients, String bucket, Clock clock, RandomGenerator random) {
        this(clients, bucket, new AwsCalls(clock, new SleepingPause(), random));
    }

    S3ObjectStore(AwsClients clients, String bucket, AwsCalls calls) {
        this.clients = clients;
        this.bucket = bucket;
        this.calls = calls;
    }

    @Override
    public String name() {
        return "s3://" + bucket;
    }

    @Override
    public List<Stored> list(String prefix) {
        return call(
                "s3:ListBucket",
                prefix,
                () ->
                        clients
                                .s3()
                                .listObjectsV2Paginator(b -> b.bucket(bucket).prefix(prefix))
                                .contents()
                                .stream()
                                .map(S3ObjectStore::stored)
                                .sorted(Comparator.comparing(Stored::key))
                                .toList());
    }

    /** S3 lists in the order of the keys, so that the key itself comes before all it begins. */
    @Override
    public Optional<Stored> find(String key) {
        ListObjectsV2Request request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(key).maxKeys(1).build();
        return call(
                "s3:ListBucket",
                key,
                () ->
                        clients.s3().listObjectsV2(request).contents().stream()
                                .filter(o -> o.key().equals(key))
                                .map(S3ObjectStore::stored)
                                .findFirst());
    }

    @Override
    public Optional<InputStream> open(String key, String etag, long from) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(key).ifMatch(etag);
        if (from > 0) {
            request.range("bytes=" + from + "-");
        }
        return call(
                "s3:GetObject",
                key,
                () -> {
                    try {
                        return Optional.of(clients.s3().getObject(request.build()));
                    } catch (AwsServiceException e) {
                        if (e.statusCode() == PRECONDITION_FAILED) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    @Override
    public Optional<Opened> open(String key) {
        try {
            return Optional.of(
                    call(
                            "s3:GetObject",
                            key,
                            () -> {
                                ResponseInputStream<GetObjectResponse> content =
                                        clients.s3().getObject(b -> b.bucket(bucket).key(key));
                                GetObjectResponse about = content.response();
                                return new Opened(
                                        new Stored(key, about.contentLength(), about.eTag()),
                                        content);
                            }));
        } catch (Failure e) {
            boolean maybeAbsent =
                    e.getCause() instanceof AwsServiceException refused
                            && (refused.statusCode() == NOT_FOUND
                                    || refused.statusCode() == FORBIDDEN);
            if (maybeAbsent && find(key).isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public PutOutcome put(String key, Content content, Condition condition) {
        PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
        switch (condition) {
            case Condition.Absent() -> request.ifNoneMatch("*");
            case Condition.Matches(String etag) -> request.ifMatch(etag);
            case Condition.Always() -> {}
        }
        RequestBody body =
                switch (content) {
                    case Content.Text(String text) -> RequestBody.fromString(text);
                    case Content.File(Path path) -> RequestBody.fromFile(path);
                };
        return call(
                "s3:PutObject",
                key,
                () -> {
                    try {
                        return new PutOutcome.Written(
                                clients.s3().putObject(request.build(), body).eTag());
                    } catch (AwsServiceException e) {
                        if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                            return new PutOutcome.ConditionFailed();
                        }
                        throw e;
                    }
                });
    }

    private <T> T call(String action, String key, Supplier<T> body) {
        return calls.call(
                action,
                uri(key),
                () -> {
                    try {
                        return body.get();
                    } catch (AwsServiceException e) {
                        throw isOfBucket(e) ? noBucket(e) : e;
                    }
                });
    }

    private static boolean isOfBucket(AwsServiceException e) {
        return AwsFailures.code(e).filter("NoSuchBucket"::equals).isPresent();
    }

    private Failure noBucket(AwsServiceException e) {
        return new Failure(
                ExitCode.UNAVAILABLE,
                "there is no bucket " + bucket,
                "Set pulldeploy.bucket in the minion file to the bucket that holds the artifacts.",
                e);
    }

    private static Stored stored(S3Object object) {
        return new Stored(object.key(), object.size(), object.eTag());
    }
}
