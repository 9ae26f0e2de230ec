package io.pulldeploy.grains;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an instance's name is made of its service, environment, region and node. Names are matched
 * from the right, so that only the service's name may hold the characters that separate the fields.
 */
public final class NamingConvention {
    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");
    private static final String NAME = "service_name";
    private static final String NODE = "service_node";
    private static final List<String> FIELDS = List.of(NAME, "service_instance", "region", NODE);

    /** The names EC2 gives to new instances, which would read as the service ip-10. */
    private static final Pattern GIVEN_BY_EC2 = Pattern.compile("ip(-\\d{1,3}){4}");

    private static final String INSTANCE_ID_PREFIX = "i-";

    private final String clusterTemplate;
    private final Pattern instance;
    private final Pattern cluster;

    /**
     * @param template such as {@code {service_name}-{service_instance}-{region}-{service_node}}
     * @throws Failure if it does not hold each of the four fields once, or the node is neither its
     *     first nor its last
     */
    public NamingConvention(String template) {
        check(template);
        clusterTemplate = withoutNode(template);
        instance = pattern(template);
        cluster = pattern(clusterTemplate);
    }

    /** What a host name says, be it short or with its domain; empty if it is no such name. */
    public Optional<InstanceName> parse(String hostName) {
        int dot = hostName.indexOf('.');
        String shortName = (dot < 0 ? hostName : hostName.substring(0, dot)).strip();
        Matcher matcher = instance.matcher(shortName);
        return matcher.matches() && !GIVEN_BY_EC2.matcher(shortName).matches()
                ? Optional.of(name(matcher, field(matcher, NODE)))
                : Optional.empty();
    }

    /**
     * What the name of an Auto Scaling group says.
     *
     * @param instanceId gives the node, less its {@code i-}
     */
    public Optional<InstanceName> parseGroup(String groupName, String instanceId) {
        String node =
                instanceId.startsWith(INSTANCE_ID_PREFIX)
                        ? instanceId.substring(INSTANCE_ID_PREFIX.length())
                        : instanceId;
        Matcher matcher = cluster.matcher(groupName);
        return matcher.matches() ? Optional.of(name(matcher, node)) : Optional.empty();
    }

    private InstanceName name(MatchResult match, String node) {
        String clusterName =
                FIELD.matcher(clusterTemplate)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(field(match, found.group(1))));
        return new InstanceName(
                field(match, NAME),
                field(match, "service_instance"),
                field(match, "region"),
                node,
                clusterName);
    }

    private static String field(MatchResult match, String field) {
        return match.group(groupOf(field));
    }

    /** Java's group names hold no underscore. */
    private static String groupOf(String field) {
        return field.replace("_", "");
    }

    private static Pattern pattern(String template) {
        Set<Character> separators = new HashSet<>();
        FIELD.splitAsStream(template)
                .flatMapToInt(String::chars)
                .forEach(c -> separators.add((char) c));
        StringBuilder excluded = new StringBuilder();
        separators.forEach(c -> excluded.append("\\x{%x}".formatted((int) c)));
        String plain = separators.isEmpty() ? "." : "[^" + excluded + "]";
        StringBuilder regex = new StringBuilder();
        Matcher matcher = FIELD.matcher(template);
        int from = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(template.substring(from, matcher.start())));
            String field = matcher.group(1);
            regex.append("(?<").append(groupOf(field)).append('>');
            regex.append(field.equals(NAME) ? "." : plain).append("+)");
            from = matcher.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(template.substring(from))).toString());
    }

    private static String withoutNode(String template) {
        String node = "{" + NODE + "}";
        int at = template.indexOf(node);
        if (at + node.length() == template.length()) {
            return template.substring(0, template.lastIndexOf('}', at - 1) + 1);
        }
        if (at == 0) {
            return template.substring(template.indexOf('{', 1));
        }
        throw wrong(template, "{service_node} must stand first or last");
    }

    private static void check(String template) {
        List<String> found = new ArrayList<>();
        Matcher matcher = FIELD.matcher(template);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        for (String field : found) {
            if (!FIELDS.contains(field)) {
                throw wrong(template, "it does not know {" + field + "}");
            }
        }
        for (String field : FIELDS) {
            if (found.stream().filter(field::equals).count() != 1) {
                throw wrong(template, "it must hold {" + field + "} once");
            }
        }
    }

    private static Failure wrong(String template, String problem) {
        return new Failure(
                ExitCode.CONFIGURATION,
                "the naming template '" + template + "' is wrong: " + problem,
                "Write a template such as {service_name}-{service_instance}-{region}-{service_node}"
                        + " in pulldeploy: naming.");
    }
}
