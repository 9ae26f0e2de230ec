package io.pulldeploy.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instance metadata service, version 2 only: whoever brings no token gets 401, as on an
 * instance with {@code HttpTokens: required}.
 */
final class SimulatedMetadata {
    private static final String TOKEN = "x-aws-ec2-metadata-token";
    private static final String TTL = TOKEN + "-ttl-seconds";
    private static final Duration LONGEST_TOKEN = Duration.ofHours(6);
    private static final Duration CREDENTIALS_LAST = Duration.ofHours(6);

    private final SimulatedInstance instance;
    private final Clock clock;
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();

    SimulatedMetadata(SimulatedInstance instance, Clock clock) {
        this.instance = instance;
        this.clock = clock;
    }

    Answer answer(Request request) {
        if (request.method().equals("PUT") && request.path().equals("/latest/api/token")) {
            return token(request);
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return plain(405, "Method Not Allowed");
        }
        Optional<Instant> expires = request.header(TOKEN).map(tokens::get);
        if (expires.filter(clock.instant()::isBefore).isEmpty()) {
            return plain(401, "Unauthorized");
        }
        return find(request.path()).map(t -> plain(200, t)).orElse(plain(404, "Not Found"));
    }

    private Answer token(Request request) {
        // A forwarded request is one that somebody was tricked into passing on.
        if (request.header("x-forwarded-for").isPresent()) {
            return plain(403, "Forbidden");
        }
        long seconds;
        try {
            seconds = Long.parseLong(request.header(TTL).orElse(""));
        } catch (NumberFormatException e) {
            return plain(400, "Bad Request");
        }
        if (seconds < 1 || seconds > LONGEST_TOKEN.toSeconds()) {
            return plain(400, "Bad Request");
        }
        String token = UUID.randomUUID().toString();
        tokens.put(token, clock.instant().plusSeconds(seconds));
        return plain(200, token).with(TTL, Long.toString(seconds));
    }

    private Optional<String> find(String path) {
        SortedMap<String, String> leaves = leaves();
        String leaf = leaves.get(path);
        if (leaf != null) {
            return Optional.of(leaf);
        }
        String directory = path.endsWith("/") ? path : path + "/";
        Set<String> names = new LinkedHashSet<>();
        for (String known : leaves.tailMap(directory).keySet()) {
            if (!known.startsWith(directory)) {
                break;
            }
            String rest = known.substring(directory.length());
            // A role's directory lists the role without a slash, and so do tags.
            int slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", names));
    }

    private SortedMap<String, String> leaves() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String meta = "/latest/meta-data/";
        SortedMap<String, String> leaves = new TreeMap<>();
        leaves.put(meta + "ami-id", "ami-0fakeami");
        leaves.put(meta + "instance-id", instance.id());
        leaves.put(meta + "instance-type", "t3.micro");
        leaves.put(meta + "local-ipv4", "127.0.0.1");
        leaves.put(meta + "local-hostname", "ip-127-0-0-1.ec2.internal");
        leaves.put(meta + "hostname", "ip-127-0-0-1.ec2.internal");
        leaves.put(meta + "instance-life-cycle", "on-demand");
        leaves.put(meta + "placement/availability-zone", instance.availabilityZone());
        leaves.put(meta + "placement/region", instance.region());
        leaves.put(meta + "services/domain", "amazonaws.com");
        leaves.put(
                meta + "iam/info",
                """
                {
                  "Code" : "Success",
                  "LastUpdated" : "%s",
                  "InstanceProfileArn" : "arn:aws:iam::%s:instance-profile/%s",
                  "InstanceProfileId" : "AIPASIMULATED"
                }\
                """
                        .formatted(now, instance.accountId(), instance.role()));
        leaves.put(
                meta + "iam/security-credentials/" + instance.role(),
                """
                {
                  "Code" : "Success",
                  "LastUpdated" : "%s",
                  "Type" : "AWS-HMAC",
                  "AccessKeyId" : "%s",
                  "SecretAccessKey" : "%s",
                  "Token" : "%s",
                  "Expiration" : "%s"
                }\
                """
                        .formatted(
                                now,
                                SimulatedAws.ACCESS_KEY,
                                SimulatedAws.SECRET_KEY,
                                SimulatedAws.SESSION_TOKEN,
                                now.plus(CREDENTIALS_LAST)));
        leaves.put(
                "/latest/dynamic/instance-identity/document",
                """
                {
                  "accountId" : "%s",
                  "architecture" : "x86_64",
                  "availabilityZone" : "%s",
                  "imageId" : "ami-0fakeami",
                  "instanceId" : "%s",
                  "instanceType" : "t3.micro",
                  "pendingTime" : "%s",
                  "privateIp" : "127.0.0.1",
                  "region" : "%s",
                  "version" : "2017-09-30"
                }\
                """
                        .formatted(
                                instance.accountId(),
                                instance.availabilityZone(),
                                instance.id(),
                                now,
                                instance.region()));
        if (instance.tagsInMetadata()) {
            instance.tags().forEach((k, v) -> leaves.put(meta + "tags/instance/" + k, v));
        }
        return leaves;
    }

    private static Answer plain(int status, String text) {
        return Answer.text(status, "text/plain", text);
    }
}
