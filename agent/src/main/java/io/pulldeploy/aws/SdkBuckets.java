package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutBucketAclRequest;
import software.amazon.awssdk.services.s3.model.PutBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketRequestPaymentRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.Tag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link Buckets} over S3. */
final class SdkBuckets implements Buckets {
    private static final Set<String> ABSENT =
            Set.of(
                    "NoSuchBucketPolicy",
                    "NoSuchCORSConfiguration",
                    "NoSuchLifecycleConfiguration",
                    "NoSuchPublicAccessBlockConfiguration",
                    "NoSuchTagSet",
                    "NoSuchWebsiteConfiguration",
                    "ReplicationConfigurationNotFoundError",
                    "ServerSideEncryptionConfigurationNotFoundError");

    /** A bucket that was just deleted, or one whose settings are being changed. */
    private static final Set<String> PASSING = Set.of("OperationAborted");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkBuckets(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    private S3Client client() {
        return clients.s3();
    }

    @Override
    public boolean exists(String name) {
        return calls.call(
                "s3:ListAllMyBuckets",
                name,
                () ->
                        client().listBuckets().buckets().stream()
                                .anyMatch(b -> b.name().equals(name)));
    }

    @Override
    public String region(String name) {
        String location =
                calls.call(
                        "s3:GetBucketLocation",
                        name,
                        () ->
                                client().getBucketLocation(r -> r.bucket(name))
                                        .locationConstraintAsString());
        // The first region is no location, and the second once was called by its continent.
        return location == null || location.isEmpty() || location.equals("null")
                ? "us-east-1"
                : location.equals("EU") ? "eu-west-1" : location;
    }

    @Override
    public void create(String name, Optional<String> region) {
        calls.call(
                "s3:CreateBucket",
                name,
                PASSING,
                () ->
                        client().createBucket(r -> {
                            r.bucket(name);
                            // The first region is no location.
                            region.filter(l -> !l.equals("us-east-1"))
                                    .ifPresent(l ->
                                            r.createBucketConfiguration(
                                                    c -> c.locationConstraint(l)));
                        }));
    }

    @Override
    public Optional<Object> setting(String name, Setting setting) {
        return calls.find(
                        "s3:GetBucket" + setting,
                        name,
                        ABSENT,
                        () -> Optional.ofNullable(read(name, setting)))
                .flatMap(value -> value)
                .filter(value -> !(value instanceof Map<?, ?> map && map.isEmpty()));
    }

    private @Nullable Object read(String name, Setting setting) {
        return switch (setting) {
            case ACL -> AwsShapes.plain(client().getBucketAcl(r -> r.bucket(name)));
            case CORS_RULES ->
                    AwsShapes.plain(client().getBucketCors(r -> r.bucket(name))).get("CORSRules");
            case ENCRYPTION ->
                    AwsShapes.plain(client().getBucketEncryption(r -> r.bucket(name)))
                            .get("ServerSideEncryptionConfiguration");
            case PUBLIC_ACCESS_BLOCK ->
                    AwsShapes.plain(client().getPublicAccessBlock(r -> r.bucket(name)))
                            .get("PublicAccessBlockConfiguration");
            case LIFECYCLE ->
                    AwsShapes.plain(client().getBucketLifecycleConfiguration(r -> r.bucket(name)))
                            .get("Rules");
            case LOGGING ->
                    AwsShapes.plain(client().getBucketLogging(r -> r.bucket(name)))
                            .get("LoggingEnabled");
            case NOTIFICATIONS ->
                    AwsShapes.plain(
                            client().getBucketNotificationConfiguration(r -> r.bucket(name)));
            case POLICY -> AwsJson.parse(client().getBucketPolicy(r -> r.bucket(name)).policy());
            case REPLICATION ->
                    AwsShapes.plain(client().getBucketReplication(r -> r.bucket(name)))
                            .get("ReplicationConfiguration");
            case REQUEST_PAYMENT ->
                    AwsShapes.plain(client().getBucketRequestPayment(r -> r.bucket(name)));
            case TAGGING -> {
                Map<String, String> tags = new LinkedHashMap<>();
                client().getBucketTagging(r -> r.bucket(name))
                        .tagSet()
                        .forEach(t -> tags.put(t.key(), t.value()));
                yield tags;
            }
            case VERSIONING -> AwsShapes.plain(client().getBucketVersioning(r -> r.bucket(name)));
            case WEBSITE -> AwsShapes.plain(client().getBucketWebsite(r -> r.bucket(name)));
        };
    }

    @Override
    public void set(String name, Setting setting, @Nullable Object value) {
        calls.call(
                (value == null ? "s3:DeleteBucket" : "s3:PutBucket") + setting,
                name,
                PASSING,
                () -> {
                    if (value == null) {
                        remove(name, setting);
                    } else {
                        put(name, setting, value);
                    }
                    return name;
                });
    }

    private void put(String name, Setting setting, Object value) {
        switch (setting) {
            case ACL ->
                    client().putBucketAcl(
                                    AwsShapes.fill(
                                                    PutBucketAclRequest.builder(),
                                                    request(name, "AccessControlPolicy", value))
                                            .build());
            case CORS_RULES ->
                    client().putBucketCors(
                                    AwsShapes.fill(
                                                    PutBucketCorsRequest.builder(),
                                                    request(
                                                            name,
                                                            "CORSConfiguration",
                                                            Map.of("CORSRules", value)))
                                            .build());
            case ENCRYPTION ->
                    client().putBucketEncryption(
                                    AwsShapes.fill(
                                                    PutBucketEncryptionRequest.builder(),
                                                    request(
                                                            name,
                                                            "ServerSideEncryptionConfiguration",
                                                            value))
                                            .build());
            case PUBLIC_ACCESS_BLOCK ->
                    client().putPublicAccessBlock(
                                    AwsShapes.fill(
                                                    PutPublicAccessBlockRequest.builder(),
                                                    request(
                                                            name,
                                                            "PublicAccessBlockConfiguration",
                                                            value))
                                            .build());
            case LIFECYCLE ->
                    client().putBucketLifecycleConfiguration(
                                    AwsShapes.fill(
                                                    PutBucketLifecycleConfigurationRequest
                                                            .builder(),
                                                    request(
                                                            name,
                                                            "LifecycleConfiguration",
                                                            Map.of("Rules", value)))
                                            .build());
            case LOGGING ->
                    client().putBucketLogging(
                                    AwsShapes.fill(
                                                    PutBucketLoggingRequest.builder(),
                                                    request(
                                                            name,
                                                            "BucketLoggingStatus",
                                                            Map.of("LoggingEnabled", value)))
                                            .build());
            case NOTIFICATIONS ->
                    client().putBucketNotificationConfiguration(
                                    AwsShapes.fill(
                                                    PutBucketNotificationConfigurationRequest
                                                            .builder(),
                                                    request(
                                                            name,
                                                            "NotificationConfiguration",
                                                            value))
                                            .build());
            case POLICY ->
                    client().putBucketPolicy(r -> r.bucket(name).policy(AwsJson.write(value)));
            case REPLICATION ->
                    client().putBucketReplication(
                                    AwsShapes.fill(
                                                    PutBucketReplicationRequest.builder(),
                                                    request(
                                                            name,
                                                            "ReplicationConfiguration",
                                                            value))
                                            .build());
            case REQUEST_PAYMENT ->
                    client().putBucketRequestPayment(
                                    AwsShapes.fill(
                                                    PutBucketRequestPaymentRequest.builder(),
                                                    request(
                                                            name,
                                                            "RequestPaymentConfiguration",
                                                            value))
                                            .build());
            case TAGGING -> {
                List<Tag> tags = new ArrayList<>();
                if (value instanceof Map<?, ?> map) {
                    map.forEach((k, v) ->
                            tags.add(
                                    Tag.builder()
                                            .key(String.valueOf(k))
                                            .value(String.valueOf(v))
                                            .build()));
                }
                client().putBucketTagging(r -> r.bucket(name).tagging(t -> t.tagSet(tags)));
            }
            case VERSIONING ->
                    client().putBucketVersioning(
                                    AwsShapes.fill(
                                                    PutBucketVersioningRequest.builder(),
                                                    request(name, "VersioningConfiguration", value))
                                            .build());
            case WEBSITE ->
                    client().putBucketWebsite(
                                    AwsShapes.fill(
                                                    PutBucketWebsiteRequest.builder(),
                                                    request(name, "WebsiteConfiguration", value))
                                            .build());
        }
    }

    private static Map<String, Object> request(String name, String member, Object value) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("Bucket", name);
        request.put(member, value);
        return request;
    }

    /** Some settings are deleted, others are set to nothing. */
    private void remove(String name, Setting setting) {
        switch (setting) {
            case ACL -> throw new IllegalArgumentException("a bucket always has an ACL");
            case CORS_RULES -> client().deleteBucketCors(r -> r.bucket(name));
            case ENCRYPTION -> client().deleteBucketEncryption(r -> r.bucket(name));
            case PUBLIC_ACCESS_BLOCK -> client().deletePublicAccessBlock(r -> r.bucket(name));
            case LIFECYCLE -> client().deleteBucketLifecycle(r -> r.bucket(name));
            case LOGGING ->
                    client().putBucketLogging(r -> r.bucket(name).bucketLoggingStatus(_ -> {}));
            case NOTIFICATIONS ->
                    client().putBucketNotificationConfiguration(
                                    r -> r.bucket(name).notificationConfiguration(_ -> {}));
            case POLICY -> client().deleteBucketPolicy(r -> r.bucket(name));
            case REPLICATION -> client().deleteBucketReplication(r -> r.bucket(name));
            case REQUEST_PAYMENT ->
                    client().putBucketRequestPayment(r ->
                            r.bucket(name)
                                    .requestPaymentConfiguration(c -> c.payer("BucketOwner")));
            case TAGGING -> client().deleteBucketTagging(r -> r.bucket(name));
            case VERSIONING ->
                    client().putBucketVersioning(r ->
                            r.bucket(name).versioningConfiguration(c -> c.status("Suspended")));
            case WEBSITE -> client().deleteBucketWebsite(r -> r.bucket(name));
        }
    }

    @Override
    public void delete(String name, boolean force) {
        if (force) {
            calls.call(
                    "s3:DeleteObject",
                    name,
                    () -> {
                        empty(name);
                        return name;
                    });
        }
        calls.call("s3:DeleteBucket", name, () -> client().deleteBucket(r -> r.bucket(name)));
    }

    private void empty(String name) {
        client().listObjectVersionsPaginator(r -> r.bucket(name))
                .forEach(page -> {
                    List<ObjectIdentifier> all = new ArrayList<>();
                    page.versions().forEach(v -> all.add(object(v.key(), v.versionId())));
                    page.deleteMarkers().forEach(m -> all.add(object(m.key(), m.versionId())));
                    if (!all.isEmpty()) {
                        Delete delete = Delete.builder().objects(all).build();
                        client().deleteObjects(r -> r.bucket(name).delete(delete));
                    }
                });
    }

    private static ObjectIdentifier object(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }
}
