package io.pulldeploy.pillar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.aws.ParameterStore;
import io.pulldeploy.aws.ParameterStore.Parameter;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ExternalPillarTest {
    private final FileTree files = new FileTree();
    private final Secrets secrets = new Secrets();
    private final StillMinion minion =
            new StillMinion(
                    "web1",
                    Map.of("nodegroups", Map.of("web", "web*", "db", "db*")),
                    Map.of("service_name", "myapp", "service_instance", "testing"));
    @TempDir Path root;

    private final ParameterStore store =
            (path, recursive) ->
                    path.equals("/myapp/testing")
                            ? List.of(
                                    new Parameter(path + "/db/user", List.of("app"), false, false),
                                    new Parameter(
                                            path + "/db/password",
                                            List.of("hunter22"),
                                            false,
                                            true),
                                    new Parameter(path + "/hosts", List.of("a", "b"), true, false))
                            : List.of();

    private Map<?, ?> ssm(Object settings) {
        return new ParameterStorePillar(store, secrets).read(minion, Map.of(), settings);
    }

    @Test
    void parametersBecomeNestedMappingsAndSecretsAreKnown() {
        Map<?, ?> values = ssm("/{service_name}/{service_instance}/");
        assertThat(values)
                .isEqualTo(
                        Map.of(
                                "db", Map.of("user", "app", "password", "hunter22"),
                                "hosts", List.of("a", "b")));
        assertThat(secrets.mask("login app with hunter22"))
                .isEqualTo("login app with " + Secrets.PLACEHOLDER);
    }

    @Test
    void aKeyPutsThemBelowIt() {
        assertThat(ssm(Map.of("path", "/myapp/testing", "key", "aws:params")))
                .extracting("aws")
                .extracting("params")
                .isInstanceOf(Map.class);
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> ssm(Map.of("pth", "/x")))
                .isInstanceOf(CallError.class)
                .hasMessageContaining("did you mean 'path'");
        assertThatThrownBy(() -> ssm("myapp"))
                .isInstanceOf(CallError.class)
                .hasMessageContaining("must start with a slash");
        assertThatThrownBy(() -> ssm("/{nothing}"))
                .isInstanceOf(CallError.class)
                .hasMessageContaining("no grain 'nothing'");
    }

    private void file(String path, String text) {
        Path file = root.resolve(path);
        files.makeDirectories(file.resolve("..").normalize());
        files.write(file, text);
    }

    @Test
    void aFileTreeGivesNodegroupsThenTheHost() {
        file("nodegroups/web/conf/a", "group\n");
        file("nodegroups/web/conf/b", "group\n");
        file("nodegroups/db/conf/c", "other\n");
        file("hosts/web1/conf/a", "host\n\n");
        file("hosts/web1/keep/line", "kept\n");
        assertThat(
                        new FileTreePillar(files)
                                .read(
                                        minion,
                                        Map.of(),
                                        Map.of(
                                                "root_dir",
                                                root.toString(),
                                                "keep_newline",
                                                List.of("keep/*"))))
                .isEqualTo(
                        Map.of(
                                "conf", Map.of("a", "host\n", "b", "group"),
                                "keep", Map.of("line", "kept\n")));
    }
}
