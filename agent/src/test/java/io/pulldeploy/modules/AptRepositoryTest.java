package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.ScriptedProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Where {@code pkg.mod_repo} does something else than Salt's; the rest is compared with it. */
class AptRepositoryTest {
    private static final Path LIST = Path.of("/etc/apt/sources.list");
    private static final Path PARAGRAPHS = Path.of("/etc/apt/sources.list.d/new.sources");

    @TempDir Path root;
    private FileTree files;
    private PlainMinion minion;

    @BeforeEach
    void machine() {
        files = new FileTree(root, new FakeOwnership(new FakeAccounts()));
        files.makeDirectories(Path.of("/etc/apt/sources.list.d"));
        files.write(LIST, "deb    http://spaced.example/debian   b   main\n");
        files.write(
                PARAGRAPHS, "Types: deb\nURIs: http://new.example\nSuites: b\nComponents: main\n");
        Host host =
                new Host(
                        files,
                        new ScriptedProcesses(),
                        new FakePackages(),
                        new FakeServices(),
                        new FakeAccounts(),
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new PkgReposModule(host).functions());
        minion = new PlainMinion(Map.of(), Map.of("os", "Debian"), Map.of(), files, functions);
    }

    private @Nullable Object modify(Map<String, @Nullable Object> options) {
        return minion.call("pkg.mod_repo", List.of("deb http://new.example b main"), options);
    }

    @Test
    void filesThatAreNotConcernedStayAsTheyAre() {
        modify(Map.of("comps", "main,more", "refresh", false));
        assertThat(files.text(PARAGRAPHS)).contains("Components: main more\n");
        assertThat(files.text(LIST)).isEqualTo("deb    http://spaced.example/debian   b   main\n");
    }

    @Test
    void aParagraphStaysInAFileOfParagraphs() {
        String before = files.text(PARAGRAPHS);
        assertThatThrownBy(() -> modify(Map.of("file", "/etc/apt/sources.list.d/x.list")))
                .isInstanceOf(CallError.class)
                .hasMessageContaining("*.sources");
        assertThat(files.text(PARAGRAPHS)).isEqualTo(before);
    }

    @Test
    void whatWouldRemoveFilesIsRefused() {
        assertThatThrownBy(() -> modify(Map.of("consolidate", true)))
                .isInstanceOf(CallError.class)
                .hasMessageContaining("consolidate");
    }
}
