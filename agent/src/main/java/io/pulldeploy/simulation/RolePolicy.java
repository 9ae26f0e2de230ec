package io.pulldeploy.simulation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a role is allowed, in as much of IAM's language as our roles use: allowing statements with
 * patterns, and a condition on the prefix of a listing.
 */
public final class RolePolicy {
    private final List<Statement> statements;

    private RolePolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * @param prefixes patterns for {@code s3:prefix}; none means that there is no such condition
     */
    private record Statement(
            List<Pattern> actions, List<Pattern> resources, List<Pattern> prefixes) {
        boolean allows(String action, String resource, Optional<String> prefix) {
            return matches(actions, action)
                    && matches(resources, resource)
                    // A request without a prefix satisfies no condition on it.
                    && (prefixes.isEmpty() || prefix.filter(p -> matches(prefixes, p)).isPresent());
        }

        private static boolean matches(List<Pattern> patterns, String text) {
            return patterns.stream().anyMatch(p -> p.matcher(text).matches());
        }
    }

    /**
     * The policies of one role together.
     *
     * @param documents policy documents as plain values
     * @throws IllegalArgumentException if one says what this evaluator does not understand
     */
    public static RolePolicy of(List<? extends Map<?, ?>> documents) {
        List<Statement> statements = new ArrayList<>();
        for (Map<?, ?> document : documents) {
            for (Object statement : list(document.get("Statement"))) {
                statements.add(statement((Map<?, ?>) statement));
            }
        }
        return new RolePolicy(statements);
    }

    /**
     * What an instance needs, and no more: its artifacts and the base's, its tags, and joining and
     * leaving the load balancer that is named as its group.
     */
    public static RolePolicy ofInstance(String bucket, String service, String group) {
        List<Map<String, Object>> statements = new ArrayList<>();
        statements.add(
                Map.of(
                        "Action",
                        List.of(
                                "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
                                "elasticloadbalancing:RegisterInstancesWithLoadBalancer"),
                        "Effect",
                        "Allow",
                        "Resource",
                        "arn:aws:elasticloadbalancing:*:*:loadbalancer/" + group));
        for (String name : List.of(service, "base")) {
            String keys = "deploy/" + name + "/*";
            statements.add(
                    Map.of(
                            "Action",
                            List.of("s3:Head*", "s3:Get*"),
                            "Effect",
                            "Allow",
                            "Resource",
                            List.of("arn:aws:s3:::" + bucket + "/" + keys)));
            statements.add(
                    Map.of(
                            "Action",
                            List.of("s3:List*", "s3:Get*"),
                            "Effect",
                            "Allow",
                            "Resource",
                            List.of("arn:aws:s3:::" + bucket),
                            "Condition",
                            Map.of("StringLike", Map.of("s3:prefix", List.of(keys)))));
        }
        statements.add(
                Map.of(
                        "Action",
                        List.of("ec2:DescribeTags"),
                        "Effect",
                        "Allow",
                        "Resource",
                        List.of("*")));
        return of(List.of(Map.of("Version", "2012-10-17", "Statement", statements)));
    }

    /**
     * @param prefix of a listing
     */
    boolean allows(String action, String resource, Optional<String> prefix) {
        return statements.stream().anyMatch(s -> s.allows(action, resource, prefix));
    }

    private static Statement statement(Map<?, ?> statement) {
        Set<?> unknown = new HashSet<>(statement.keySet());
        unknown.removeAll(Set.of("Action", "Effect", "Resource", "Condition", "Sid"));
        if (!unknown.isEmpty() || !"Allow".equals(statement.get("Effect"))) {
            throw new IllegalArgumentException("not understood here: " + statement);
        }
        return new Statement(
                patterns(statement.get("Action")),
                patterns(statement.get("Resource")),
                prefixes(statement.get("Condition")));
    }

    private static List<Pattern> prefixes(@Nullable Object condition) {
        if (condition == null) {
            return List.of();
        }
        if (condition instanceof Map<?, ?> operators
                && operators.keySet().equals(Set.of("StringLike"))
                && operators.get("StringLike") instanceof Map<?, ?> keys
                && keys.keySet().equals(Set.of("s3:prefix"))) {
            return patterns(keys.get("s3:prefix"));
        }
        throw new IllegalArgumentException("a condition not understood here: " + condition);
    }

    private static List<Pattern> patterns(@Nullable Object texts) {
        return list(texts).stream().map(t -> pattern(t.toString())).toList();
    }

    private static Pattern pattern(String glob) {
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static List<?> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> List.of(value);
        };
    }
}
