package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.loader.Parameter;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.system.RealHost;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The AWS states take what existing SLS files give them: every parameter that Salt's had, with its
 * default. What Salt needs, ours may leave open.
 */
class AwsStateParametersTest {
    private static final String CONNECTION = "region=None, key=None, keyid=None, profile=None";

    @TestFactory
    Stream<DynamicTest> everyParameterIsTaken(@TempDir Path root) throws IOException {
        Map<String, Signature> salt = salt();
        assertThat(salt).hasSizeGreaterThan(25);
        var states =
                Registrations.stateFunctions(
                        RealHost.of(root, Map.of(), Clock.systemUTC()),
                        new AwsClients(AwsSettings.STANDARD));
        return salt.entrySet().stream()
                .flatMap(entry ->
                        Stream.of(entry.getKey(), newer(entry.getKey()))
                                .distinct()
                                .map(name ->
                                        DynamicTest.dynamicTest(
                                                name,
                                                () ->
                                                        check(
                                                                states.find(name).orElseThrow(),
                                                                entry.getValue()))));
    }

    /**
     * Some of the newer states are no second name of an older one: they have parameters of AWS's.
     */
    private static String newer(String name) {
        return name.startsWith("boto_route53")
                        || name.equals("boto_elasticache.replication_group_absent")
                ? name
                : name.replaceFirst("^boto_", "boto3_");
    }

    private static void check(StateFunction state, Signature salt) {
        for (Parameter wanted : salt.parameters()) {
            Parameter ours = state.signature().parameter(wanted.name()).orElse(null);
            assertThat(ours).describedAs(wanted.name()).isNotNull();
            if (!wanted.required()) {
                assertThat(Objects.requireNonNull(ours).required())
                        .describedAs(wanted.name())
                        .isFalse();
                assertThat(ours.defaultValue())
                        .describedAs(wanted.name())
                        .isEqualTo(wanted.defaultValue());
            }
        }
    }

    private static Map<String, Signature> salt() throws IOException {
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        AwsStateParametersTest.class.getResourceAsStream(
                                                "/aws/state-parameters.txt")),
                                StandardCharsets.UTF_8))) {
            for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
                if (line.startsWith(" ")) {
                    String[] parts = line.strip().split(" ", 2);
                    current.append(
                            parts.length == 1
                                    ? parts[0].replace("!", ", ")
                                    : parts[0] + "=" + parts[1] + ", ");
                } else {
                    current = new StringBuilder();
                    texts.put(line, current);
                }
            }
        }
        Map<String, Signature> salt = new LinkedHashMap<>();
        texts.forEach((name, text) -> salt.put(name, Signature.of(text + CONNECTION)));
        return salt;
    }
}
