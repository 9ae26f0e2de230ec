package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a record answers: values, or the address of another AWS resource (an alias).
 *
 * @param alias AWS's AliasTarget; empty if there are values
 */
record RecordValue(List<String> values, Map<String, @Nullable Object> alias) {
    /** Types whose values may hold commas. */
    private static final Set<String> FREE_TEXT = Set.of("TXT", "SPF", "CAA");

    private static final Shape ALIAS =
            Shapes.fields("HostedZoneId: text!, DNSName: text!, EvaluateTargetHealth: flag");

    /**
     * @param value a list, text with commas between, or a mapping for an alias
     */
    static RecordValue of(String type, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> alias = new LinkedHashMap<>(Plain.mapping(map));
            alias.putIfAbsent("EvaluateTargetHealth", false);
            List<String> problems = new ArrayList<>();
            ALIAS.check("value", alias, problems);
            if (!problems.isEmpty()) {
                throw new CallError(String.join(" ", problems));
            }
            return new RecordValue(List.of(), alias);
        }
        boolean freeText = FREE_TEXT.contains(type);
        List<String> values =
                (freeText
                                ? Plain.list(value).stream().map(Object::toString)
                                : Plain.texts(value).stream())
                        .map(v -> freeText && !v.contains("\"") ? "\"" + v + "\"" : v)
                        .toList();
        if (values.isEmpty()) {
            throw new CallError("'value' is empty.");
        }
        return new RecordValue(values, Map.of());
    }

    boolean isAlias() {
        return !alias.isEmpty();
    }

    Map<String, @Nullable Object> properties() {
        return isAlias()
                ? Steps.entry("AliasTarget", alias)
                : Steps.entry(
                        "ResourceRecords", values.stream().map(v -> Map.of("Value", v)).toList());
    }

    /** Route 53 adds the dot at the end of a name, and makes names small. */
    boolean sameAs(Map<String, @Nullable Object> current) {
        if (isAlias()) {
            return current.get("AliasTarget") instanceof Map<?, ?> target
                    && normal(alias.get("DNSName")).equals(normal(target.get("DNSName")))
                    && Meaning.same(alias.get("HostedZoneId"), target.get("HostedZoneId"))
                    && Meaning.same(
                            alias.get("EvaluateTargetHealth"), target.get("EvaluateTargetHealth"));
        }
        List<String> is =
                Plain.list(current.get("ResourceRecords")).stream()
                        .map(r -> normal(Plain.mapping(r).get("Value")))
                        .sorted()
                        .toList();
        return values.stream().map(RecordValue::normal).sorted().toList().equals(is);
    }

    private static String normal(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.startsWith("\"")
                ? text
                : text.toLowerCase(Locale.ROOT)
                        .replaceFirst("^dualstack\\.", "")
                        .replaceFirst("\\.$", "");
    }

    Object shown() {
        return shown(properties());
    }

    /** As Salt shows it: values with commas between. */
    static Object shown(Map<String, @Nullable Object> properties) {
        Object alias = properties.get("AliasTarget");
        return alias != null
                ? alias
                : String.join(
                        ",",
                        Plain.list(properties.get("ResourceRecords")).stream()
                                .map(r -> String.valueOf(Plain.mapping(r).get("Value")))
                                .toList());
    }
}
