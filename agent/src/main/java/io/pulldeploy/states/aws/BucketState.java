package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.Buckets;
import io.pulldeploy.aws.Buckets.Setting;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto_s3_bucket}: buckets and their settings. */
public final class BucketState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, Bucket: text=None, LocationConstraint: text=None, ACL: any=None,"
                            + " CORSRules: cors=None, LifecycleConfiguration: any=None, Logging:"
                            + " logging=None, NotificationConfiguration: notification=None, Policy:"
                            + " mapping=None, Replication: replication=None, RequestPayment:"
                            + " payment=None, Tagging: tags=None, Versioning: versioning=None,"
                            + " Website: website=None, Encryption: encryption=None,"
                            + " PublicAccessBlock: block=None",
                    shapes());

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, Bucket: text=None, Force: flag=False", Map.of());

    private static final Map<String, Setting> SETTINGS = settings();

    private final AwsConnections connections;

    public BucketState(AwsConnections connections) {
        this.connections = connections;
    }

    /** The members that a setting has at the top; S3 itself refuses what is wrong below. */
    private static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(
                "cors",
                Shapes.listOf(
                        Shapes.fields(
                                "ID: text, AllowedHeaders: texts, AllowedMethods: texts!,"
                                        + " AllowedOrigins: texts!, ExposeHeaders: texts,"
                                        + " MaxAgeSeconds: integer")));
        shapes.put(
                "logging",
                Shapes.fields(
                        "TargetBucket: text, TargetPrefix: text, TargetGrants: list,"
                                + " TargetObjectKeyFormat: mapping"));
        shapes.put(
                "notification",
                Shapes.fields(
                        "TopicConfigurations: list, QueueConfigurations: list,"
                                + " LambdaFunctionConfigurations: list, EventBridgeConfiguration:"
                                + " mapping"));
        shapes.put("replication", Shapes.fields("Role: text, Rules: list"));
        shapes.put("payment", Shapes.fields("Payer: text"));
        shapes.put("versioning", Shapes.fields("Status: text, MFADelete: text"));
        shapes.put(
                "website",
                Shapes.fields(
                        "ErrorDocument: mapping, IndexDocument: mapping, RedirectAllRequestsTo:"
                                + " mapping, RoutingRules: list"));
        shapes.put("encryption", Shapes.fields("Rules: list"));
        shapes.put(
                "block",
                Shapes.fields(
                        "BlockPublicAcls: flag, IgnorePublicAcls: flag, BlockPublicPolicy: flag,"
                                + " RestrictPublicBuckets: flag"));
        return shapes;
    }

    private static Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("CORSRules", Setting.CORS_RULES);
        settings.put("LifecycleConfiguration", Setting.LIFECYCLE);
        settings.put("Logging", Setting.LOGGING);
        settings.put("NotificationConfiguration", Setting.NOTIFICATIONS);
        settings.put("Policy", Setting.POLICY);
        settings.put("Replication", Setting.REPLICATION);
        settings.put("RequestPayment", Setting.REQUEST_PAYMENT);
        settings.put("Tagging", Setting.TAGGING);
        settings.put("Versioning", Setting.VERSIONING);
        settings.put("Website", Setting.WEBSITE);
        settings.put("Encryption", Setting.ENCRYPTION);
        settings.put("PublicAccessBlock", Setting.PUBLIC_ACCESS_BLOCK);
        return settings;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "boto_s3_bucket.present",
                        "Ensures that a bucket exists with these settings.",
                        PRESENT,
                        connections,
                        "s3",
                        BucketState::present),
                AwsState.named(
                        "boto_s3_bucket.absent",
                        "Ensures that a bucket does not exist.",
                        ABSENT,
                        connections,
                        "s3",
                        BucketState::absent));
    }

    /** A setting that is not given is not managed; an empty one is removed. */
    private static Steps present(AwsState.Call call) {
        String name = call.args().text("Bucket").orElse(call.name());
        Optional<BucketAcl> acl = BucketAcl.of(call.args().value("ACL"));
        Buckets buckets = call.account().buckets();
        boolean exists = buckets.exists(name);
        Optional<String> location = call.args().text("LocationConstraint");
        Steps steps = new Steps();
        if (exists) {
            steps.note("S3 bucket " + name + " is present.");
            location.filter(wanted -> !wanted.equals(buckets.region(name)))
                    .ifPresent(wanted -> {
                        throw Fixed.refusal(
                                "S3 bucket " + name,
                                "LocationConstraint",
                                buckets.region(name),
                                wanted);
                    });
        } else {
            steps.step(
                    "S3 bucket " + name + " is set to be created.",
                    "S3 bucket " + name + " created.",
                    change("bucket", null, name),
                    () -> buckets.create(name, location));
        }
        acl.ifPresent(a -> a.addTo(steps, buckets, name, exists));
        SETTINGS.forEach((parameter, setting) -> {
            Object given = call.args().value(parameter);
            if (given != null) {
                set(steps, buckets, name, parameter, setting, exists, given);
            }
        });
        return steps;
    }

    private static void set(
            Steps steps,
            Buckets buckets,
            String name,
            String parameter,
            Setting setting,
            boolean exists,
            Object given) {
        Optional<Object> current = exists ? buckets.setting(name, setting) : Optional.empty();
        Object wanted = normal(setting, given);
        boolean removes = Properties.isNothing(wanted);
        boolean same =
                setting == Setting.POLICY
                        ? current.filter(c -> PolicyMeaning.same(wanted, c)).isPresent()
                                || (removes && current.isEmpty())
                        : Properties.same(wanted, current.map(c -> named(wanted, c)).orElse(null));
        if (!same) {
            steps.step(
                    "S3 bucket %s is set to have its %s changed.".formatted(name, parameter),
                    "Set %s on S3 bucket %s.".formatted(parameter, name),
                    change(parameter, current.orElse(null), removes ? null : wanted),
                    () -> buckets.set(name, setting, removes ? null : wanted));
        }
    }

    /** Rules as they are, less the names that AWS gave to those whose author gave none. */
    private static Object named(Object wanted, Object current) {
        if (!(wanted instanceof List<?> rules)
                || !(current instanceof List<?> is)
                || rules.stream().anyMatch(r -> Plain.mapping(r).containsKey("ID"))) {
            return current;
        }
        List<Object> unnamed = new ArrayList<>();
        for (Object entry : is) {
            Map<String, @Nullable Object> rule = Plain.mapping(entry);
            rule.remove("ID");
            unnamed.add(rule);
        }
        return unnamed;
    }

    /** A lifecycle is a list of rules, with or without the mapping around it. */
    private static Object normal(Setting setting, Object given) {
        return switch (setting) {
            case LIFECYCLE ->
                    given instanceof Map<?, ?> map && map.get("Rules") != null
                            ? Plain.list(map.get("Rules"))
                            : Plain.list(given);
            case TAGGING -> Plain.textMapping(given);
            case ACL,
                    CORS_RULES,
                    ENCRYPTION,
                    LOGGING,
                    NOTIFICATIONS,
                    POLICY,
                    PUBLIC_ACCESS_BLOCK,
                    REPLICATION,
                    REQUEST_PAYMENT,
                    VERSIONING,
                    WEBSITE ->
                    given;
        };
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.args().text("Bucket").orElse(call.name());
        Buckets buckets = call.account().buckets();
        if (!buckets.exists(name)) {
            return new Steps().note("S3 bucket " + name + " does not exist.");
        }
        boolean force = call.args().flag("Force");
        Map<String, @Nullable Object> gone = change("bucket", name, null);
        return new Steps()
                .step(
                        "S3 bucket " + name + " is set to be removed.",
                        "S3 bucket " + name + " deleted.",
                        gone,
                        () -> buckets.delete(name, force));
    }
}
