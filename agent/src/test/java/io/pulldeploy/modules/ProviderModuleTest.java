package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The expected names are those that Salt 3008.3 answers for the same grains. */
class ProviderModuleTest {
    @TempDir private Path root;

    private @Nullable Object provider(String os, String family, String module) {
        FakeAccounts accounts = new FakeAccounts();
        FileTree files = new FileTree(root, new FakeOwnership(accounts));
        Host host =
                new Host(
                        files,
                        new RealProcesses(files, accounts, Map.of("PATH", "/usr/bin:/bin")),
                        new FakePackages(),
                        new FakeServices(),
                        accounts,
                        new FakeHostNames("me"),
                        Clock.systemUTC());
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new ProviderModule(host).functions());
        functions.add(
                List.of(
                        new ExecutionFunction(
                                "sys.list_functions",
                                "All but of one.",
                                "module",
                                (_, args) ->
                                        args.string("module").equals("nosuch")
                                                ? List.of()
                                                : List.of("a.b"))));
        Map<String, @Nullable Object> grains = new LinkedHashMap<>();
        grains.put("os", os);
        grains.put("os_family", family);
        grains.put("init", "systemd");
        return new PlainMinion(Map.of(), grains, Map.of(), files, functions)
                .call("test.provider", List.of(module), Map.of());
    }

    @Test
    void aModulesFileDependsOnTheSystem() {
        assertThat(provider("Debian", "Debian", "service")).isEqualTo("debian_service");
        assertThat(provider("Amazon", "RedHat", "service")).isEqualTo("rh_service");
        assertThat(provider("Ubuntu", "Debian", "pkg")).isEqualTo("aptpkg");
        assertThat(provider("Rocky", "RedHat", "pkg")).isEqualTo("yumpkg");
        assertThat(provider("Rocky", "RedHat", "cmd")).isEqualTo("cmdmod");
        assertThat(provider("Rocky", "RedHat", "file")).isEqualTo("file");
        assertThat(provider("Rocky", "RedHat", "nosuch")).isEqualTo("");

        new FileTree(root, new FakeOwnership(new FakeAccounts()))
                .makeDirectories(Path.of("/run/systemd/system"));
        assertThat(provider("Debian", "Debian", "service")).isEqualTo("systemd_service");
        assertThat(provider("Amazon", "RedHat", "service")).isEqualTo("systemd_service");
    }
}
