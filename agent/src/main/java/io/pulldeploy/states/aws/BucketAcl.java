package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.Buckets;
import io.pulldeploy.aws.Buckets.Setting;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who may do what with a bucket by its access control list. The list is compared by its grants,
 * because AWS answers those and never the name of a canned one.
 *
 * @param request as PutBucketAcl takes it
 */
record BucketAcl(Map<String, @Nullable Object> request) {
    private static final String GROUPS = "http://acs.amazonaws.com/groups/";
    private static final String ALL_USERS = GROUPS + "global/AllUsers";

    /** What each canned list grants, beside everything to the owner. */
    private static final Map<String, List<String>> CANNED =
            Map.of(
                    "private", List.of(),
                    "public-read", List.of(ALL_USERS + " READ"),
                    "public-read-write", List.of(ALL_USERS + " READ", ALL_USERS + " WRITE"),
                    "authenticated-read", List.of(GROUPS + "global/AuthenticatedUsers READ"),
                    "log-delivery-write",
                            List.of(
                                    GROUPS + "s3/LogDelivery WRITE",
                                    GROUPS + "s3/LogDelivery READ_ACP"));

    private static final Map<String, String> HEADERS =
            Map.of(
                    "GrantFullControl", "FULL_CONTROL",
                    "GrantRead", "READ",
                    "GrantReadACP", "READ_ACP",
                    "GrantWrite", "WRITE",
                    "GrantWriteACP", "WRITE_ACP");

    /**
     * @param given a canned list's name, or a mapping with ACL, AccessControlPolicy or GrantRead
     *     and its kin
     */
    static Optional<BucketAcl> of(@Nullable Object given) {
        Map<String, @Nullable Object> request =
                given instanceof String canned
                        ? entry("ACL", canned)
                        : new LinkedHashMap<>(Plain.mapping(given));
        request.values().removeIf(v -> v == null);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        for (String key : request.keySet()) {
            if (!key.equals("ACL")
                    && !key.equals("AccessControlPolicy")
                    && !HEADERS.containsKey(key)) {
                throw new CallError(
                        "'ACL' has no '%s': it has ACL, AccessControlPolicy, or %s."
                                .formatted(
                                        key, String.join(", ", new TreeSet<>(HEADERS.keySet()))));
            }
        }
        Plain.text(request.get("ACL"))
                .filter(canned -> !CANNED.containsKey(canned))
                .ifPresent(canned -> {
                    throw new CallError(
                            "'ACL' is one of %s, not '%s'."
                                    .formatted(
                                            String.join(", ", new TreeSet<>(CANNED.keySet())),
                                            canned));
                });
        return Optional.of(new BucketAcl(request));
    }

    void addTo(Steps steps, Buckets buckets, String name, boolean exists) {
        Map<String, @Nullable Object> is = exists ? acl(buckets, name) : Map.of();
        List<String> wanted = shown(grants(owner(is)));
        List<String> current = shown(Plain.list(is.get("Grants")));
        // A new bucket is private, and one that lets lists no more be set refuses the call.
        boolean isNewAndPrivate = !exists && request.equals(Map.of("ACL", "private"));
        if (!isNewAndPrivate && !wanted.equals(current)) {
            steps.step(
                    "S3 bucket %s is set to have its ACL changed.".formatted(name),
                    "Set ACL on S3 bucket %s.".formatted(name),
                    change("ACL", exists ? current : null, wanted),
                    () -> {
                        Map<String, @Nullable Object> now = acl(buckets, name);
                        Map<String, @Nullable Object> policy = entry("Owner", now.get("Owner"));
                        policy.put("Grants", grants(owner(now)));
                        buckets.set(name, Setting.ACL, policy);
                    });
        }
    }

    private static Map<String, @Nullable Object> acl(Buckets buckets, String name) {
        return Plain.mapping(buckets.setting(name, Setting.ACL).orElse(Map.of()));
    }

    private static String owner(Map<String, @Nullable Object> acl) {
        return Plain.text(Plain.mapping(acl.get("Owner")).get("ID")).orElse("the owner");
    }

    /** The grants that are asked for, as AWS has them. */
    private List<Object> grants(String owner) {
        List<Object> grants = new ArrayList<>();
        Plain.text(request.get("ACL"))
                .ifPresent(canned -> {
                    grants.add(grant("id=" + owner, "FULL_CONTROL"));
                    CANNED.getOrDefault(canned, List.of()).stream()
                            .map(g -> g.split(" ", 2))
                            .forEach(g -> grants.add(grant("uri=" + g[0], g[1])));
                });
        grants.addAll(Plain.list(Plain.mapping(request.get("AccessControlPolicy")).get("Grants")));
        HEADERS.forEach((header, permission) -> {
            for (String grantee : Plain.texts(request.get(header))) {
                grants.add(grant(grantee, permission));
            }
        });
        return grants;
    }

    /**
     * @param grantee {@code id="…"}, {@code uri="…"} or {@code emailAddress="…"}, as AWS's headers
     *     write it
     */
    private static Map<String, @Nullable Object> grant(String grantee, String permission) {
        String[] halves = grantee.replace("\"", "").split("=", 2);
        Map<String, @Nullable Object> who = new LinkedHashMap<>();
        switch (halves[0]) {
            case "id" -> {
                who.put("Type", "CanonicalUser");
                who.put("ID", halves[halves.length - 1]);
            }
            case "uri" -> {
                who.put("Type", "Group");
                who.put("URI", halves[halves.length - 1]);
            }
            case "emailAddress" -> {
                who.put("Type", "AmazonCustomerByEmail");
                who.put("EmailAddress", halves[halves.length - 1]);
            }
            default ->
                    throw new CallError(
                            "'ACL': a grantee is id=…, uri=… or emailAddress=…, not '%s'."
                                    .formatted(grantee));
        }
        Map<String, @Nullable Object> grant = entry("Grantee", who);
        grant.put("Permission", permission);
        return grant;
    }

    /** Grants as people read them, sorted: who and what. */
    private static List<String> shown(List<Object> grants) {
        return grants.stream().map(BucketAcl::grant).sorted().toList();
    }

    private static String grant(Object grant) {
        Map<String, @Nullable Object> one = Plain.mapping(grant);
        Map<String, @Nullable Object> grantee = Plain.mapping(one.get("Grantee"));
        String who =
                Plain.text(grantee.get("URI"))
                        .or(() -> Plain.text(grantee.get("ID")))
                        .or(() -> Plain.text(grantee.get("EmailAddress")))
                        .orElse("");
        return who + " " + one.get("Permission");
    }
}
