package io.pulldeploy.grains;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;
import io.pulldeploy.system.RealProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The same files give the same grains as Salt's own code. */
class GrainsConformanceTest {
    @TempDir Path scratch;

    @Test
    void filesGiveTheSameGrains() {
        for (Map<String, @Nullable Object> one :
                Conformance.cases("grains/cases.json", Set.of("kind", "name", "files", "grains"))) {
            FileTree files = new FileTree(scratch.resolve(String.valueOf(one.get("name"))));
            Conformance.mapping(one.get("files"))
                    .forEach((path, text) -> {
                        Path file = Path.of("/", path);
                        files.makeDirectories(file.resolve("..").normalize());
                        files.write(file, String.valueOf(text));
                    });
            Probe machine = new Probe(files, noPrograms(files), Map.of());
            Map<String, @Nullable Object> expected = Conformance.mapping(one.get("grains"));
            Map<String, @Nullable Object> actual = grains(String.valueOf(one.get("kind")), machine);
            Map<String, @Nullable Object> asked = new LinkedHashMap<>(actual);
            asked.keySet().retainAll(expected.keySet());
            assertThat(asked).as(String.valueOf(one.get("name"))).isEqualTo(expected);
        }
    }

    /** The scratch root holds none. */
    private static Processes noPrograms(FileTree files) {
        Accounts accounts =
                new AccountFiles(
                        files,
                        command -> {
                            throw new UnsupportedOperationException("starts " + command);
                        });
        return new RealProcesses(files, accounts, Map.of());
    }

    private static Map<String, @Nullable Object> grains(String kind, Probe machine) {
        return switch (kind) {
            case "distribution" -> new OperatingSystem(machine).grains("x86_64");
            case "hardware" -> new Hardware(machine).grains();
            case "dns" -> new NetworkFacts(machine).dns();
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
