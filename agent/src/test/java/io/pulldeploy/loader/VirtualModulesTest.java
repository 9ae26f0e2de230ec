package io.pulldeploy.loader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

class VirtualModulesTest {
    private static VirtualModules of(String os, String family, String kernel, String... programs) {
        return VirtualModules.of(
                Map.of("os", os, "os_family", family, "kernel", kernel),
                Set.of(programs)::contains);
    }

    @Test
    void linuxHasAllThatItsPackageManagerIsThereFor() {
        assertThat(of("Debian", "Debian", "Linux").states()).isEmpty();
        assertThat(of("Rocky", "RedHat", "Linux", "dnf").states()).isEmpty();
        assertThat(of("Amazon", "RedHat", "Linux", "yum", "rpm").functions()).isEmpty();
        assertThat(of("Arch", "Arch", "Linux").states()).isEmpty();
        assertThat(of("SUSE", "Suse", "Linux", "zypper", "rpm").functions()).isEmpty();
    }

    @Test
    void aPackageManagerThatIsNotThereMakesNoPackageState() {
        assertThat(of("Rocky", "RedHat", "Linux").states())
                .containsExactly(Map.entry("pkg", "pkg module could not be loaded"));
        assertThat(of("Gentoo", "Gentoo", "Linux").functions()).containsOnlyKeys("pkg", "lowpkg");
    }

    @Test
    void otherSystemsHaveNoServiceState() {
        assertThat(of("FreeBSD", "FreeBSD", "FreeBSD").states())
                .contains(
                        Map.entry(
                                "service",
                                "No service execution module loaded: check support for service"
                                        + " management on FreeBSD "));
        assertThat(of("FreeBSD", "FreeBSD", "FreeBSD").functions())
                .containsOnlyKeys("service", "shadow", "kmod", "sysctl", "lowpkg");
        assertThat(of("Windows", "Windows", "Windows").functions())
                .containsOnlyKeys(
                        "user", "group", "shadow", "service", "pkg", "kmod", "sysctl", "lowpkg");
        assertThat(of("MacOS", "MacOS", "Darwin").states())
                .containsOnlyKeys("service", "pkg", "kmod");
    }
}
