package io.pulldeploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.HostNames;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConfigLoaderTest {
    private final FileTree files = new FileTree();
    @TempDir Path directory;
    private ConfigLoader loader = new ConfigLoader(files, new FixedHostName());

    private static final class FixedHostName implements HostNames {
        @Override
        public String current() {
            return "Web1.Example.com";
        }

        @Override
        public String configured() {
            return "";
        }

        @Override
        public void set(String name) {
            throw new UnsupportedOperationException(name);
        }
    }

    @BeforeEach
    void minion() {
        minion("id: web1\n");
    }

    private void minion(String text) {
        files.write(directory.resolve("minion"), text);
    }

    private MinionConfig load() {
        return loader.load(directory, Map.of());
    }

    @Test
    void saltsDefaultsStandUnderTheFilesKeys() {
        minion("id: 7\nmy_profile: {region: us-east-1}\nfailhard: True\n");
        MinionConfig config = load();
        assertThat(config.id()).isEqualTo("7");
        assertThat(config.configuredId()).contains("7");
        assertThat(config.opts())
                .containsEntry("failhard", true)
                .containsEntry("state_top", "top.sls")
                .containsEntry("cachedir", "/var/cache/salt/minion")
                .containsEntry("my_profile", Map.of("region", "us-east-1"))
                .containsEntry("conf_file", directory + "/minion");
        assertThat(config.fileRoots()).containsEntry("base", List.of("/srv/salt", "/srv/spm/salt"));
        assertThat(config.pulldeploy()).isEqualTo(PulldeployConfig.DEFAULT);
    }

    @Test
    void filesOfMinionDReplaceWholeKeysButMergeOurSection() {
        minion(
                """
                grains: {a: 1}
                pulldeploy:
                  bucket: one
                  hooks: {timeout: 5m}
                """);
        files.makeDirectories(directory.resolve("minion.d"));
        files.write(directory.resolve("minion.d/10.conf"), "grains: {b: 2}\nlist: [1]\n");
        files.write(
                directory.resolve("minion.d/20.conf"),
                "grains: {c: 3}\nlist: [2]\npulldeploy: {bucket: two, hooks: {user: deploy}}\n");
        files.write(directory.resolve("minion.d/30.ignored"), "grains: {d: 4}\n");
        MinionConfig config = load();
        assertThat(config.opts())
                .containsEntry("grains", Map.of("b", 2L, "c", 3L))
                .containsEntry("list", List.of(1L, 2L));
        assertThat(config.pulldeploy().bucket()).contains("two");
        assertThat(config.pulldeploy().hooks())
                .isEqualTo(
                        new PulldeployConfig.Hooks(Duration.ofMinutes(5), Optional.of("deploy")));
    }

    @Test
    void overridesWinAndIncludesAreFollowed() {
        minion("include: more/*.conf\ntest: false\n");
        files.makeDirectories(directory.resolve("more"));
        files.write(directory.resolve("more/a.conf"), "id: included\nstate_output: terse\n");
        MinionConfig config = loader.load(directory, Map.of("test", true, "id", "given"));
        assertThat(config.opts())
                .containsEntry("test", true)
                .containsEntry("state_output", "terse")
                .containsEntry("id", "given");
    }

    @Test
    void rootDirIsPutBeforePathsOnce() {
        minion("root_dir: /scratch\ncachedir: /scratch/cache\n");
        assertThat(load().opts())
                .containsEntry("cachedir", "/scratch/cache")
                .containsEntry("__cachedir", "/scratch/cache")
                .containsEntry("pki_dir", "/scratch/etc/salt/pki/minion");
    }

    @Test
    void patternsInRootsAreExpandedAndSaltenvsAreText() {
        files.makeDirectories(directory.resolve("roots/b"));
        files.makeDirectories(directory.resolve("roots/a"));
        minion("file_roots:\n  base: [" + directory + "/roots/*]\n  1: [/x]\n");
        assertThat(load().fileRoots())
                .containsEntry("base", List.of(directory + "/roots/a", directory + "/roots/b"))
                .containsEntry("1", List.of("/x"));
    }

    @Test
    void withoutAnIdTheHostsNameServes() {
        minion("minion_id_lowercase: true\nminion_id_remove_domain: example.com\n");
        assertThat(load().id()).isEqualTo("web1");
        assertThat(load().configuredId()).isEmpty();
        files.write(directory.resolve("minion_id"), "cached\n");
        assertThat(load().id()).isEqualTo("cached");
    }

    @Test
    void ourSectionIsTyped() {
        minion(
                """
                pulldeploy:
                  bucket: b
                  prefix: /apps
                  root: /opt/srv
                  keep_releases: 3
                  trusted_keys: {main: MCowBQ}
                  load_balancers: {register: true, target_groups: tg-1}
                  daemon: {interval: 90, splay: 1.5m}
                """);
        PulldeployConfig section = load().pulldeploy();
        assertThat(section.prefix()).isEqualTo("apps/");
        assertThat(section.root()).isEqualTo(Path.of("/opt/srv"));
        assertThat(section.keepReleases()).isEqualTo(3);
        assertThat(section.trustedKeys()).containsEntry("main", "MCowBQ");
        assertThat(section.loadBalancers().register()).isTrue();
        assertThat(section.loadBalancers().targetGroups()).containsExactly("tg-1");
        assertThat(section.daemon())
                .isEqualTo(
                        new PulldeployConfig.Daemon(
                                Duration.ofSeconds(90), Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\npulldeploy:\\n  buckt: x | minion:3: unknown key 'buckt' | Did you mean 'bucket'",
                "pulldeploy: {hooks: {tiemout: 5}} | :1: unknown key 'tiemout' in 'pulldeploy:hooks' | timeout",
                "pulldeploy:\\n  keep_releases: 0 | :2: 'pulldeploy:keep_releases' must be | Correct",
                "pulldeploy:\\n  root: srv | :2: 'pulldeploy:root' must be an absolute path | Correct",
                "pulldeploy: [a] | :1: 'pulldeploy' must be a mapping | indented",
                "x: 1\\nfile_client: remote | minion:2: file_client must be 'local', not 'remote' | no master",
                "failhard: maybe | :1: 'failhard' must be true or false, not 'maybe' | Correct",
                "file_roots:\\n  base: /srv | :1: 'file_roots' must be lists | Correct",
                "a: 1\\nb: [1, 2\\nc: 3 | minion:3: | YAML",
                "just text | must hold a mapping | key: value",
            })
    void mistakesNameFileLineAndRemedy(String text, String message, String remedy) {
        minion(text.replace("\\n", "\n"));
        assertThatThrownBy(this::load)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> {
                            assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
                            assertThat(failure).hasMessageContaining(message);
                            assertThat(failure.remedy()).contains(remedy);
                        });
    }

    @Test
    void aDirectoryThatWasAskedForMustHoldTheFile() {
        assertThatThrownBy(() -> loader.load(directory.resolve("no"), Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("there is no file 'minion'");
    }

    @Test
    void theOptionWinsOverTheEnvironment() {
        Map<String, String> environment = Map.of(ConfigLoader.DIRECTORY_VARIABLE, "/from/env");
        assertThat(ConfigLoader.directory(Optional.of("/given"), environment))
                .isEqualTo(Path.of("/given"));
        assertThat(ConfigLoader.directory(Optional.empty(), environment))
                .isEqualTo(Path.of("/from/env"));
        assertThat(ConfigLoader.directory(Optional.empty(), Map.of()))
                .isEqualTo(ConfigLoader.DEFAULT_DIRECTORY);
    }

    @Test
    void aSettingThatNothingUsesIsNamedWithItsLine() {
        minion(
                """
                pulldeploy:
                  load_balancers:
                    register: true
                    names: [web]
                  health: {url: "http://localhost/"}
                """);

        assertThat(load().warnings())
                .containsExactly(
                        directory.resolve("minion")
                                + ":4: 'pulldeploy:load_balancers:names' has no effect, because nothing"
                                + " uses it yet; remove it (\"names: [web]\")",
                        directory.resolve("minion")
                                + ":5: 'pulldeploy:health:url' has no effect, because nothing uses it"
                                + " yet; remove it (\"health: {url: \"http://localhost/\"}\")");
    }
}
