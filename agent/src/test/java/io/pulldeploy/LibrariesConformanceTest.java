package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.system.RealHost;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Map files, libraries of macros and the SLS files that use them give what they give under Salt.
 */
class LibrariesConformanceTest {
    private static final String CASES = "libraries/cases.json";

    @TempDir Path root;

    @BeforeEach
    void aMinionWithTheTrees() throws IOException {
        Map<String, @Nullable Object> all = Conformance.read(CASES);
        for (Map.Entry<String, @Nullable Object> file :
                Conformance.mapping(all.get("files")).entrySet()) {
            write("states/" + file.getKey(), String.valueOf(file.getValue()));
        }
        write("pillar/top.sls", "base: {'*': [data]}");
        write("pillar/data.sls", Json.write(all.get("pillar"), JsonStyle.PYTHON));
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("id", "web-1.example.com");
        config.put("root_dir", root.toString());
        config.put("cachedir", root + "/cache");
        config.put("file_client", "local");
        config.put("file_roots", Map.of("base", List.of(root + "/states")));
        config.put("pillar_roots", Map.of("base", List.of(root + "/pillar")));
        config.put("grains", all.get("grains"));
        config.putAll(Conformance.mapping(all.get("config")));
        write("minion", Json.write(config, JsonStyle.PYTHON));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void librariesGiveWhatTheyGiveUnderSalt() {
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(CASES, Set.of("fun", "args", "kwargs", "value", "error"));
        Minion minion = minions().open(Optional.of(root.toString()), Map.of());
        List<String> differences = new ArrayList<>();
        for (Map<String, @Nullable Object> one : cases) {
            String expected =
                    one.containsKey("error")
                            ? "ERROR " + one.get("error")
                            : String.valueOf(one.get("value"));
            String actual = answer(minion, one);
            if (!actual.equals(expected)) {
                differences.add(
                        "%s %s %s%n  Salt: %s%n  ours: %s"
                                .formatted(
                                        one.get("fun"),
                                        one.get("args"),
                                        one.get("kwargs"),
                                        expected,
                                        actual));
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
        assertThat(cases).hasSizeGreaterThan(100);
    }

    @Test
    void aMergeByAggregationIsADict() {
        String merge = "salt['slsutil.merge']({'a': [1]}, {'b': 'é'}, strategy='aggregate')";
        assertThat(
                        minions()
                                .open(Optional.of(root.toString()), Map.of())
                                .call(
                                        "slsutil.renderer",
                                        List.of(),
                                        Map.of(
                                                "string",
                                                "{{ " + merge + " | yaml }}",
                                                "default_renderer",
                                                "jinja")))
                .isEqualTo("{a: [1], b: é}");
    }

    private String answer(Minion minion, Map<String, @Nullable Object> one) {
        Object value;
        try {
            value =
                    minion.call(
                            String.valueOf(one.get("fun")),
                            Conformance.list(one.get("args")),
                            placed(Conformance.mapping(one.get("kwargs"))));
        } catch (CallError e) {
            return error(String.valueOf(e.getMessage()));
        }
        if (one.get("fun").equals("state.single") && value instanceof Map<?, ?> results) {
            Map<String, @Nullable Object> result =
                    Conformance.mapping(results.values().iterator().next());
            Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
            outcome.put("result", result.get("result"));
            outcome.put("comment", neutral(String.valueOf(result.get("comment"))));
            return PythonText.repr(outcome);
        }
        return value instanceof List<?> errors
                ? error(errors.stream().map(String::valueOf).collect(Collectors.joining("\n")))
                : PythonText.repr(plain(value));
    }

    private Map<String, @Nullable Object> placed(Map<String, @Nullable Object> kwargs) {
        kwargs.replaceAll((_, value) ->
                value instanceof String text ? text.replace("{root}", root.toString()) : value);
        return kwargs;
    }

    private String error(String text) {
        return "ERROR " + neutral(text);
    }

    private String neutral(String text) {
        return text.replace(root + "/cache/files/base", "<states>")
                .replace(root + "/states", "<states>")
                .replace(root.toString(), "{root}");
    }

    /** Salt's values stand in the file as dicts, whatever kind of mapping they were. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
                map.forEach((key, item) -> dict.put(key, plain(item)));
                yield dict;
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case null, default -> value;
        };
    }

    private static Minions minions() {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
        return new Minions(
                new Machine(
                        RealHost.of(Path.of("/"), environment, Clock.systemUTC()),
                        AwsSettings.STANDARD,
                        environment,
                        new Secrets(),
                        false),
                duration -> {
                    throw new AssertionError("nobody waits here: " + duration);
                },
                new MfaSessions(role -> {
                    throw new AssertionError("no second factor here: " + role);
                }));
    }
}
