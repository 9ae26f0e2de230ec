package io.pulldeploy.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The adapter of dnf and rpm against the real programs. No image of a system that is made of rpm
 * packages can be built from a Debian mirror, but Debian has dnf and rpm themselves: here they rule
 * an rpm database of their own, over a repository of small packages, and dpkg is hidden.
 */
@Tag("machine")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DnfIT {
    private Machine machine;

    @BeforeAll
    void boot() {
        machine = Machine.bootWithAgent();
        machine.ok("mv /usr/bin/dpkg-query /usr/bin/dpkg-query.hidden");
    }

    @AfterAll
    void stop() {
        machine.close();
    }

    private String single(String... arguments) {
        return machine.sh(
                        "pulldeploy call --out json -l quiet state.single "
                                + String.join(" ", arguments))
                .text()
                .replaceAll("\\s+", " ");
    }

    private void check(String state, String predicted, String done, String settled) {
        String before = installed();
        assertThat(single(state, "test=True")).contains("\"result\": null", predicted);
        assertThat(installed()).as("a test run changes nothing").isEqualTo(before);
        assertThat(single(state)).contains("\"result\": true", done);
        assertThat(single(state)).contains("\"changes\": {}", "\"result\": true", settled);
    }

    private String installed() {
        return machine.sh("rpm -qa --qf '%{NAME}-%{VERSION}\\n' | sort").output();
    }

    @Test
    void installsUpdatesAndRemoves() {
        check(
                "pkg.installed name=pd-tool version=1.0-1",
                "The following packages would be installed/updated: pd-tool",
                "The following packages were installed/updated: pd-tool=1.0-1",
                "All specified packages are already installed and are at the desired version");
        assertThat(installed()).isEqualTo("pd-tool-1.0\n");
        check(
                "pkg.latest name=pd-tool",
                "\"new\": \"1.1-1\", \"old\": \"1.0-1\"",
                "The following packages were successfully installed/upgraded: pd-tool",
                "Package pd-tool is already up-to-date");
        check(
                "pkg.installed name=pd-tool version=1.0-1",
                "would be installed/updated",
                "\"new\": \"1.0-1\", \"old\": \"1.1-1\"",
                "already installed");
        check(
                "pkg.installed name=pd-tool version='\">=1.1\"'",
                "would be installed/updated",
                "\"new\": \"1.1-1\", \"old\": \"1.0-1\"",
                "already installed");
        check(
                "pkg.installed name=pd-app",
                "\"pd-app\": { \"new\": \"1.0-1\", \"old\": \"\" }",
                "\"pd-lib\": { \"new\": \"1.0-1\", \"old\": \"\" }",
                "All specified packages are already installed");
        check(
                "pkg.installed name=pd-epoch",
                "\"new\": \"1:1.0-1\"",
                "\"new\": \"1:1.0-1\"",
                "All specified packages are already installed");
        check(
                "pkg.removed name=pd-lib",
                "The following packages will be removed: pd-lib.",
                "\"pd-app\": { \"new\": \"\", \"old\": \"1.0-1\" }",
                "All specified packages are already absent");
        check(
                "pkg.purged name=pd-tool",
                "The following packages will be purged: pd-tool.",
                "All targeted packages were purged.",
                "None of the targeted packages are installed or partially installed");
    }

    @Test
    void saysWhatDnfSays() {
        assertThat(single("pkg.installed name=pd-nowhere"))
                .contains(
                        "\"result\": false",
                        "Problem encountered installing package(s). Additional info follows:",
                        "pd-nowhere");
    }
}
