package io.pulldeploy.target;

import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Traverse;
import io.pulldeploy.target.SubdictMatch.Kind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Salt's matchers by name. */
public final class Targets {
    private static final Logger LOG = LoggerFactory.getLogger(Targets.class);

    /** The names that {@code match:} in a top file may give. */
    public static final List<String> TYPES =
            List.of(
                    "compound",
                    "data",
                    "glob",
                    "grain",
                    "grain_pcre",
                    "ipcidr",
                    "list",
                    "nodegroup",
                    "pcre",
                    "pillar",
                    "pillar_exact",
                    "pillar_pcre");

    private Targets() {}

    /**
     * Whether an expression of a type means the subject, with the colon between a path's keys.
     *
     * @throws TargetError for an unknown type, and for an expression that is no regular expression
     *     where one is wanted
     */
    public static boolean matches(@Nullable Object expression, String type, Subject subject) {
        return matches(expression, type, subject, Traverse.DELIMITER);
    }

    /**
     * {@link #matches(Object, String, Subject)} with another delimiter.
     *
     * @param expression text; a list for {@code list} and {@code compound}
     */
    public static boolean matches(
            @Nullable Object expression, String type, Subject subject, String delimiter) {
        return switch (type) {
            case "compound" -> CompoundMatch.matches(expression, subject);
            case "glob" -> glob(expression, subject.id());
            case "pcre" -> regex(PythonText.str(expression)).matchesStart(subject.id());
            case "list" -> list(expression, subject.id());
            case "grain" -> subdict(subject.grains(), expression, delimiter, Kind.GLOB);
            case "grain_pcre" -> subdict(subject.grains(), expression, delimiter, Kind.REGEX);
            case "pillar" -> subdict(subject.pillar(), expression, delimiter, Kind.GLOB);
            case "pillar_pcre" -> subdict(subject.pillar(), expression, delimiter, Kind.REGEX);
            case "pillar_exact" -> subdict(subject.pillar(), expression, delimiter, Kind.EXACT);
            case "ipcidr" -> ipcidr(expression, subject.grains());
            case "nodegroup" -> nodegroup(expression, subject);
            case "data" -> data(PythonText.str(expression), subject.data());
            default -> throw unknown(type);
        };
    }

    private static TargetError unknown(String type) {
        List<String> close = CloseNames.of(type, TYPES);
        return new TargetError(
                "'"
                        + type
                        + "_match.match'"
                        + (close.isEmpty() ? "" : " (did you mean '" + close.getFirst() + "'?)"));
    }

    private static boolean glob(@Nullable Object expression, String id) {
        return expression instanceof String pattern && Fnmatch.matches(id, pattern);
    }

    private static PythonRegex regex(String expression) {
        try {
            return PythonRegex.compile(expression);
        } catch (PythonRegex.SyntaxError e) {
            throw new TargetError(String.valueOf(e.getMessage()));
        }
    }

    private static boolean list(@Nullable Object expression, String id) {
        return switch (expression) {
            case String ids ->
                    ids.equals(id)
                            || ids.contains("," + id + ",")
                            || ids.startsWith(id + ",")
                            || ids.endsWith("," + id);
            case List<?> ids -> ids.contains(id);
            case Map<?, ?> ids -> ids.containsKey(id);
            case null, default -> false;
        };
    }

    private static boolean subdict(
            Map<?, ?> data, @Nullable Object expression, String delimiter, Kind kind) {
        if (!(expression instanceof String text)) {
            throw new TargetError(
                    "argument of type '" + PythonText.type(expression) + "' is not iterable");
        }
        if (!text.contains(delimiter)) {
            LOG.error("Got insufficient arguments for the match statement {}", text);
            return false;
        }
        return SubdictMatch.matches(data, text, delimiter, kind);
    }

    private static boolean ipcidr(@Nullable Object expression, Map<?, ?> grains) {
        return IpNetwork.parse(PythonText.str(expression))
                .map(network ->
                        grains.get("ipv" + network.version()) instanceof List<?> addresses
                                && network.containsAny(addresses))
                .orElseGet(() -> {
                    LOG.error("Invalid IP/CIDR target: {}", expression);
                    return false;
                });
    }

    private static boolean nodegroup(@Nullable Object name, Subject subject) {
        return subject.nodegroups().containsKey(name)
                && CompoundMatch.matches(
                        Nodegroups.expand(PythonText.str(name), subject.nodegroups()), subject);
    }

    private static boolean data(String expression, Map<?, ?> store) {
        List<String> parts = Traverse.split(expression, Traverse.DELIMITER);
        if (parts.size() < 2) {
            return false;
        }
        String wanted = parts.get(1);
        return switch (store.get(parts.getFirst())) {
            case null -> false;
            case List<?> list ->
                    list.stream()
                            .anyMatch(member ->
                                    Fnmatch.matches(
                                            PythonText.str(member).toLowerCase(Locale.ROOT),
                                            wanted.toLowerCase(Locale.ROOT)));
            case Map<?, ?> map -> map.containsKey(wanted);
            case Object value -> Fnmatch.matches(PythonText.str(value), wanted);
        };
    }
}
