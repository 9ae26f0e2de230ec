package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Packages.Options;
import io.pulldeploy.system.Packages.Wanted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class AptPackagesTest {
    private static final String INSTALLED =
            """
            install ok installed dpkg 1.21 amd64
            install ok installed adduser 3.1 all
            hold ok installed nginx 1.22-1 amd64
            install ok installed libc6 2.36 i386
            deinstall ok config-files apache2 2.4 amd64
            install ok half-configured broken 1 amd64
            """;

    @TempDir Path root;
    private final ScriptedProcesses processes =
            new ScriptedProcesses().answer("dpkg-query", INSTALLED);

    private AptPackages packages() {
        FileTree files = new FileTree(root);
        files.makeDirectories(Path.of("/var/lib/dpkg"));
        files.write(Path.of("/var/lib/dpkg/status"), "x");
        return new AptPackages(files, processes);
    }

    @Test
    void readsEveryPackageByOneQuery() {
        AptPackages packages = packages();
        assertThat(packages.installed())
                .containsOnlyKeys("adduser", "dpkg", "libc6:i386", "nginx")
                .containsEntry("nginx", List.of("1.22-1"));
        assertThat(packages.held()).containsExactly("nginx");
        assertThat(packages.leftovers()).containsExactly(java.util.Map.entry("apache2", "2.4"));
        assertThat(processes.commands()).hasSize(1);
    }

    @Test
    void readsAnewWhenTheDatabaseChanged() {
        AptPackages packages = packages();
        packages.installed();
        new FileTree(root).write(Path.of("/var/lib/dpkg/status"), "xy");
        packages.installed();
        assertThat(processes.commands()).hasSize(2);
    }

    @Test
    void installsWithVersionsAndKeepsConfigurationFiles() {
        packages()
                .install(
                        List.of(
                                new Wanted("nginx", Optional.of("1.24-1")),
                                new Wanted("curl", Optional.empty())),
                        new Options(Optional.of("backports"), true, false, false));
        assertThat(processes.commands().get(processes.commands().size() - 2))
                .startsWith("apt-get -q -y")
                .contains("--force-confold", "-t backports")
                .endsWith("install nginx=1.24-1 curl");
        assertThat(processes.commands())
                .as("a held package stays held")
                .contains("apt-mark unhold nginx")
                .endsWith("apt-mark hold nginx");
    }

    @Test
    void aRefusalHoldsAptsOwnWords() {
        processes.refuse("apt-get", "E: Unable to locate package nope");
        assertThatThrownBy(() ->
                        packages()
                                .install(
                                        List.of(new Wanted("nope", Optional.empty())),
                                        Options.DEFAULT))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("E: Unable to locate package nope");
    }

    @Test
    void readsCandidates() {
        processes.answer(
                "apt-cache",
                "curl:\n  Installed: (none)\n  Candidate: 7.88\nnope:\n  Candidate: (none)\n");
        assertThat(packages().available(List.of("curl", "nope")))
                .containsExactly(java.util.Map.entry("curl", "7.88"));
    }

    @Test
    void ordersVersionsAsDpkgDoes() {
        assertThat(DebianVersions.compare("1.0~rc1", "1.0")).isNegative();
        assertThat(DebianVersions.compare("1:0.5", "2.0")).isPositive();
        assertThat(DebianVersions.compare("1.10-1", "1.9-2")).isPositive();
        assertThat(DebianVersions.compare("1.0-1", "1.0-1")).isZero();
        assertThat(DebianVersions.compare("1.0+b1", "1.0")).isPositive();
        assertThat(RpmVersions.compare("1.0~rc1-1", "1.0-1")).isNegative();
        assertThat(RpmVersions.compare("1.0^git1-1", "1.0-1")).isPositive();
        assertThat(RpmVersions.compare("2:1.0-1", "9.0-1")).isPositive();
        assertThat(RpmVersions.compare("1.10-1.el9", "1.9-1.el9")).isPositive();
        assertThat(RpmVersions.compare("1.a", "1.1")).isNegative();
        assertThat(RpmVersions.compare("1.0", "1.0-5")).isZero();
    }
}
