package io.pulldeploy.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every expression matches exactly as Salt's matchers say. */
class TargetsConformanceTest {
    private static final String FILE = "target/cases.json";

    @Test
    void expressionsMatchAsInSalt() {
        Subject subject = subject();
        List<String> differences = new ArrayList<>();
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        FILE, Set.of("type", "expression", "delimiter", "matches", "error"));
        for (Map<String, @Nullable Object> one : cases) {
            Object expected = one.containsKey("error") ? one.get("error") : one.get("matches");
            Object actual = outcome(one, subject);
            if (!Objects.equals(expected, actual)) {
                differences.add(one + " but was " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(300);
    }

    private static Object outcome(Map<String, @Nullable Object> one, Subject subject) {
        String type = String.valueOf(one.get("type"));
        Object delimiter = one.getOrDefault("delimiter", ":");
        try {
            return Targets.matches(one.get("expression"), type, subject, String.valueOf(delimiter));
        } catch (TargetError e) {
            String message = String.valueOf(e.getMessage());
            if (!Targets.TYPES.contains(type)) {
                return "KeyError: " + message.replace(" (did you mean 'grain'?)", "");
            }
            return (message.startsWith("argument of type") ? "TypeError: " : "error: ") + message;
        }
    }

    private static Subject subject() {
        Map<String, @Nullable Object> subject =
                Conformance.mapping(Conformance.read(FILE).get("subject"));
        Map<String, @Nullable Object> grains = Conformance.mapping(subject.get("grains"));
        Map<Object, @Nullable Object> nested =
                new LinkedHashMap<>(Conformance.mapping(grains.get("nested")));
        // JSON has no number keys: the generator wrote this one as text.
        nested.put(443L, nested.remove("443#"));
        grains.put("nested", nested);
        return new Subject(
                String.valueOf(subject.get("id")),
                grains,
                Conformance.mapping(subject.get("pillar")),
                Conformance.mapping(subject.get("nodegroups")),
                Conformance.mapping(subject.get("data")));
    }
}
