package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A bucket of S3. */
public final class S3ObjectStore implements ObjectStore {
    private static final int PRECONDITION_FAILED = 412;

    /** S3's answer when two conditional writes of one key meet. */
    private static final int CONFLICT = 409;

    private final AwsClients clients;
    private final String bucket;

    public S3ObjectStore(AwsClients clients, String bucket) {
        this.clients = clients;
        this.bucket = bucket;
    }

    @Override
    public String name() {
        return "s3://" + bucket;
    }

    @Override
    public List<Stored> list(String prefix) {
        List<Stored> found = new ArrayList<>();
        try {
            clients.s3()
                    .listObjectsV2Paginator(b -> b.bucket(bucket).prefix(prefix))
                    .contents()
                    .forEach(o -> found.add(stored(o)));
        } catch (SdkException e) {
            throw failure(e, "s3:ListBucket", prefix);
        }
        found.sort(Comparator.comparing(Stored::key));
        return found;
    }

    /** S3 lists in the order of the keys, so that the key itself comes before all it begins. */
    @Override
    public Optional<Stored> find(String key) {
        try {
            ListObjectsV2Response answer =
                    clients.s3()
                            .listObjectsV2(
                                    ListObjectsV2Request.builder()
                                            .bucket(bucket)
                                            .prefix(key)
                                            .maxKeys(1)
                                            .build());
            return answer.contents().stream()
                    .filter(o -> o.key().equals(key))
                    .map(S3ObjectStore::stored)
                    .findFirst();
        } catch (SdkException e) {
            throw failure(e, "s3:ListBucket", key);
        }
    }

    @Override
    public Optional<InputStream> open(String key, String etag, long from) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(key).ifMatch(etag);
        if (from > 0) {
            request.range("bytes=" + from + "-");
        }
        try {
            return Optional.of(clients.s3().getObject(request.build()));
        } catch (AwsServiceException e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return Optional.empty();
            }
            throw failure(e, "s3:GetObject", key);
        } catch (SdkException e) {
            throw failure(e, "s3:GetObject", key);
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
        try {
            return new PutOutcome.Written(clients.s3().putObject(request.build(), body).eTag());
        } catch (AwsServiceException e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                return new PutOutcome.ConditionFailed();
            }
            throw failure(e, "s3:PutObject", key);
        } catch (SdkException e) {
            throw failure(e, "s3:PutObject", key);
        }
    }

    private static Stored stored(S3Object object) {
        return new Stored(object.key(), object.size(), object.eTag());
    }

    private Failure failure(SdkException e, String action, String key) {
        if (e instanceof NoSuchBucketException
                || (e instanceof AwsServiceException service
                        && AwsFailures.code(service).filter("NoSuchBucket"::equals).isPresent())) {
            return new Failure(
                    ExitCode.UNAVAILABLE,
                    "there is no bucket " + bucket,
                    "Set pulldeploy.bucket in the minion file to the bucket that holds the"
                            + " artifacts.",
                    e);
        }
        return AwsFailures.of(e, action, uri(key));
    }
}
