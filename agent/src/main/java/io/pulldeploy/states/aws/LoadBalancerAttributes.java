package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.ClassicLoadBalancerSettings;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of a classic load balancer: access log, draining and their like. */
record LoadBalancerAttributes(AwsState.Call call, ClassicLoadBalancerSettings settings) {
    static final Shape SHAPE =
            Shapes.fields("")
                    .with(
                            "access_log",
                            Shapes.fields(
                                    "enabled: flag!, s3_bucket_name: text, s3_bucket_prefix: text,"
                                            + " emit_interval: integer"))
                    .with("cross_zone_load_balancing", Shapes.fields("enabled: flag!"))
                    .with("connection_draining", Shapes.fields("enabled: flag!, timeout: integer"))
                    .with("connecting_settings", Shapes.fields("idle_timeout: integer!"));

    /** Salt's names of AWS's attributes. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "access_log", "AccessLog",
                    "cross_zone_load_balancing", "CrossZoneLoadBalancing",
                    "connection_draining", "ConnectionDraining",
                    "connecting_settings", "ConnectionSettings");

    private static final Map<String, String> MEMBERS =
            Map.of("s3_bucket_name", "S3BucketName", "s3_bucket_prefix", "S3BucketPrefix");

    void addTo(Steps steps, boolean exists) {
        Map<String, @Nullable Object> wanted = wanted();
        if (wanted.isEmpty()) {
            return;
        }
        String name = call.name();
        Map<String, @Nullable Object> current = exists ? settings.attributes(name) : Map.of();
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        Map<String, @Nullable Object> toSend = new LinkedHashMap<>();
        wanted.forEach((attribute, value) -> {
            Map<String, @Nullable Object> aws = aws(attribute, Plain.mapping(value));
            Map<String, @Nullable Object> is = Plain.mapping(current.get(NAMES.get(attribute)));
            if (!exists || !Properties.diff(aws, is).isEmpty()) {
                old.put(attribute, exists ? shown(Plain.mapping(value), is) : null);
                now.put(attribute, value);
                toSend.put(NAMES.get(attribute), aws);
            }
        });
        if (toSend.isEmpty()) {
            steps.note("Attributes already set on ELB " + name + ".");
            return;
        }
        steps.step(
                "ELB " + name + " set to have attributes set.",
                "Set attributes on ELB " + name + ".",
                change("attributes", old, now),
                () -> settings.setAttributes(name, toSend));
    }

    private Map<String, @Nullable Object> wanted() {
        Map<String, @Nullable Object> wanted =
                Plain.mapping(
                        AwsConnections.value(
                                call.minion(), call.args().string("attributes_from_pillar")));
        wanted.putAll(Plain.mapping(call.args().value("attributes")));
        Plain.text(Plain.mapping(wanted.get("access_log")).get("s3_bucket_prefix"))
                .filter(p -> p.startsWith("/") || p.endsWith("/"))
                .ifPresent(p -> {
                    throw new CallError("s3_bucket_prefix can not start or end with /.");
                });
        return wanted;
    }

    /** What AWS answers of the members that are given, under the names that they are given by. */
    private static Map<String, @Nullable Object> shown(
            Map<String, @Nullable Object> given, Map<String, @Nullable Object> is) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        given.keySet().forEach(k -> shown.put(k, is.get(awsMember(k))));
        return shown;
    }

    private static String awsMember(String name) {
        return MEMBERS.getOrDefault(name, Properties.awsName(name));
    }

    private static Map<String, @Nullable Object> aws(
            String attribute, Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> aws = new LinkedHashMap<>();
        given.forEach((k, v) -> {
            if (v != null) {
                aws.put(awsMember(k), v);
            }
        });
        if (attribute.equals("connection_draining") && Plain.flag(aws.get("Enabled"))) {
            aws.putIfAbsent("Timeout", 300L);
        }
        return aws;
    }
}
