package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Parameter;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.RealHost;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every execution function takes what Salt's own takes: names, order and defaults. */
class ArgspecConformanceTest {
    @Test
    void functionsTakeWhatSaltsTake(@TempDir Path root) {
        Registry<ExecutionFunction> functions =
                Registrations.executionFunctions(
                        RealHost.of(root, Map.of(), Clock.systemUTC()),
                        new AwsClients(AwsSettings.STANDARD),
                        (_, _, _) -> Map.of(),
                        Map.of());
        List<String> differences = new ArrayList<>();
        Map<String, @Nullable Object> specs = Conformance.read("argspecs/argspecs.json");
        specs.forEach((name, spec) -> {
            ExecutionFunction function = functions.find(name).orElseThrow();
            String ours = PythonText.repr(spec(function.signature()));
            String salts = PythonText.repr(spec);
            if (!ours.equals(salts)) {
                differences.add(name + "\n  salt " + salts + "\n  ours " + ours);
            }
        });
        assertThat(differences).isEmpty();
        assertThat(specs).hasSizeGreaterThan(500);
    }

    private static Map<String, @Nullable Object> spec(Signature signature) {
        List<String> names = signature.parameters().stream().map(Parameter::name).toList();
        List<@Nullable Object> defaults = new ArrayList<>();
        for (Parameter parameter : signature.parameters()) {
            if (!parameter.required()) {
                defaults.add(parameter.defaultValue());
            }
        }
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("args", names.isEmpty() ? null : names);
        spec.put("defaults", defaults.isEmpty() ? null : defaults);
        spec.put("varargs", signature.takesVarargs() ? true : null);
        spec.put("kwargs", signature.takesKwargs() ? true : null);
        return spec;
    }
}
