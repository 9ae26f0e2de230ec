package io.pulldeploy.grains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.config.ConfigLoader;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.HostNames;
import io.pulldeploy.system.Packages;
import io.pulldeploy.system.Processes;
import io.pulldeploy.system.RealProcesses;
import io.pulldeploy.system.Services;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class GrainsLoaderTest {
    private final FileTree files = new FileTree();
    private final AtomicInteger asked = new AtomicInteger();
    @TempDir Path directory;
    private String hostName = "localhost";
    private Optional<String> group = Optional.empty();
    private boolean unreachable;

    @BeforeEach
    void minion() {
        files.write(directory.resolve("minion"), "id: web1\n");
    }

    private Map<String, @Nullable Object> load() {
        HostNames names = new GivenHostName();
        Accounts accounts = new AccountFiles(files, GrainsLoaderTest::notStarted);
        Processes processes = new RealProcesses(files, accounts, System.getenv());
        Host host =
                new Host(
                        files,
                        processes,
                        unused(Packages.class),
                        unused(Services.class),
                        accounts,
                        names,
                        Clock.systemUTC());
        return new GrainsLoader(host, files, new Cloud(), System.getenv())
                .load(new ConfigLoader(files, names).load(directory, Map.of()));
    }

    private static Completed notStarted(Command command) {
        throw new AssertionError("starts " + command);
    }

    private static <T> T unused(Class<T> port) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (proxy, method, arguments) -> {
                            throw new AssertionError("uses " + method);
                        }));
    }

    private final class GivenHostName implements HostNames {
        @Override
        public String current() {
            return hostName;
        }

        @Override
        public String configured() {
            return hostName;
        }

        @Override
        public void set(String name) {
            hostName = name;
        }
    }

    private final class Cloud implements InstanceIdentity {
        @Override
        public Optional<String> instanceId() {
            return answer(group.map(name -> "i-0abc"));
        }

        @Override
        public Optional<String> availabilityZone() {
            return answer(group.map(name -> "us-east-1a"));
        }

        @Override
        public Optional<String> region() {
            return answer(group.map(name -> "us-east-1"));
        }

        @Override
        public Optional<String> autoScalingGroup() {
            return answer(group);
        }

        private Optional<String> answer(Optional<String> value) {
            asked.incrementAndGet();
            if (unreachable) {
                throw new Failure(ExitCode.UNAVAILABLE, "no answer from the metadata service", "");
            }
            return value;
        }
    }

    private void executable(String name, String text) {
        Path file = directory.resolve("grains.d").resolve(name);
        files.write(file, text);
        files.chmod(file, 0755);
    }

    @Test
    void theHostsNameGivesTheServiceWithoutAskingTheCloud() {
        hostName = "my-app-testing-useast1-898900.example.com";
        Map<String, @Nullable Object> grains = load();
        assertThat(grains.get("service_name")).isEqualTo("my-app");
        assertThat(grains.get("service_group")).isEqualTo("my-app-testing");
        assertThat(grains.get("cluster_name")).isEqualTo("my-app-testing-useast1");
        assertThat(grains.get("os_family")).isNotNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void theConfiguredIdServesIfTheHostsNameIsNoneOfTheConvention() {
        hostName = "ip-10-0-0-1";
        files.write(directory.resolve("minion"), "id: myapp-testing-useast1-7\n");
        assertThat(load().get("service_node")).isEqualTo("7");
        assertThat(asked).hasValue(0);
    }

    @Test
    void theAutoScalingGroupIsAskedWhenAGrainIsRead() {
        group = Optional.of("myapp-testing-useast1");
        Map<String, @Nullable Object> grains = load();
        assertThat(asked).hasValue(0);
        assertThat(grains.get("service_node")).isEqualTo("0abc");
        assertThat(grains)
                .containsEntry("region", "useast1")
                .containsEntry("ec2_region", "us-east-1")
                .containsEntry("availability_zone", "us-east-1a")
                .containsEntry("instance_id", "i-0abc");
    }

    @Test
    void outsideOfTheCloudThereAreNoSuchGrains() {
        assertThat(load().containsKey("service_name")).isFalse();
        assertThat(load()).doesNotContainKeys("instance_id", "service_group");
    }

    @Test
    void anUnreachableCloudFailsWhoReadsTheNameAndNobodyElse() {
        unreachable = true;
        Map<String, @Nullable Object> grains = load();
        assertThat(grains.get("kernel")).isEqualTo("Linux");
        assertThatThrownBy(() -> grains.get("service_name")).isInstanceOf(Failure.class);
        assertThat(Map.copyOf(withoutNull(grains))).doesNotContainKey("service_name");
    }

    private static Map<String, Object> withoutNull(Map<String, @Nullable Object> grains) {
        Map<String, Object> kept = new java.util.LinkedHashMap<>();
        grains.forEach((key, value) -> {
            if (value != null) {
                kept.put(key, value);
            }
        });
        return kept;
    }

    @Test
    void customGrainsThenTheGrainsFileThenTheConfigurationWin() {
        files.makeDirectories(directory.resolve("grains.d"));
        files.write(
                directory.resolve("grains.d/10.yaml"),
                "a: custom\nb: custom\nc: custom\nos: MyOS\nhidden_x: 1\n");
        executable("20-run", "#!/bin/sh\necho '{\"printed\": [1, 2], \"c\": \"run\"}'\n");
        executable("30.py", "def x(): return {'never': 1}\n");
        files.write(directory.resolve("grains"), "a: file\nb: file\n");
        files.write(
                directory.resolve("minion"),
                "id: web1\ngrains_blacklist: [hidden_*]\ngrains_dirs: ["
                        + directory
                        + "/grains.d]\ngrains: {a: config, hidden_y: 2}\n");
        assertThat(load())
                .containsEntry("a", "config")
                .containsEntry("b", "file")
                .containsEntry("c", "run")
                .containsEntry("os", "MyOS")
                .containsEntry("printed", List.of(1L, 2L))
                .containsEntry("hidden_y", 2L)
                .doesNotContainKeys("never", "hidden_x");
    }

    @Test
    void aCustomGrainThatFailsNamesItself() {
        files.makeDirectories(directory.resolve("grains.d"));
        executable("broken", "#!/bin/sh\necho no luck >&2\nexit 3\n");
        files.write(
                directory.resolve("minion"),
                "id: web1\ngrains_dirs: [" + directory + "/grains.d]\n");
        assertThatThrownBy(this::load)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("broken is wrong: it exited with 3: no luck");
    }

    @Test
    void deepMergeKeepsKeysOfEarlierGrains() {
        files.write(directory.resolve("grains"), "m: {one: 1, two: 1}\n");
        files.write(
                directory.resolve("minion"),
                "id: web1\ngrains_deep_merge: true\ngrains: {m: {two: 2}}\n");
        assertThat(load()).containsEntry("m", Map.of("one", 1L, "two", 2L));
    }
}
