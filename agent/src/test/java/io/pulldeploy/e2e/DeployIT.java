package io.pulldeploy.e2e;

import static io.pulldeploy.e2e.Instance.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Deploys by the fat JAR against the simulated AWS: what goes well, and what goes wrong. */
class DeployIT {
    private static final String ID = "myapp-testing-useast1-898900.example.com";

    @TempDir Path scratch;
    private SimulatedAws aws;
    private Instance instance;
    private Tree service;

    @BeforeEach
    void start() {
        aws = AwsFixture.simulation(scratch.resolve("aws"), Clock.systemUTC(), Duration.ZERO);
        instance = instance(ID, aws.environment());
        instance.offer("base", "default", Artifacts.base(scratch.resolve("base")));
        service = Artifacts.service(scratch.resolve("service"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void theFirstBootDoesTheEightSteps() {
        instance.offer("myapp", "testing", service);

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(instance.version("base", "current")).isEqualTo("base-1");
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-2");
        assertThat(instance.version("myapp", "next")).isEqualTo("myapp-2");
        assertThat(instance.srv("service").toAbsolutePath())
                .isSymbolicLink()
                .satisfies(link ->
                        assertThat(link.toRealPath())
                                .isEqualTo(instance.srv("myapp").toRealPath()));
        assertThat(read(instance.out("base"))).isEqualTo("hello\n");
        assertThat(read(instance.out("myapp.conf")))
                .as("the pillar of the service group overrides the service's")
                .isEqualTo("service myapp\nmonitoring True\n");
        assertThat(read(instance.out("meanwhile")))
                .as("the highstate runs before the release is current")
                .isEqualTo("nothing\n");
        assertThat(read(instance.srv("hooks")))
                .isEqualTo(
                        """
                        pre-release first myapp testing myapp-2 [] boot nothing
                        pre-release second myapp testing myapp-2 [] boot nothing
                        post-release first myapp testing myapp-2 [] boot myapp-2
                        """);
    }

    @Test
    void aDeployWithoutAChangeChangesNothingAndSaysSo() throws Exception {
        instance.offer("myapp", "testing", service);
        assertThat(instance.deploy("myapp", "testing").exitCode()).isZero();
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(instance.out("myapp.conf"), longAgo);
        long gets = gets();

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(Files.getLastModifiedTime(instance.out("myapp.conf"))).isEqualTo(longAgo);
        assertThat(read(instance.out("meanwhile"))).isEqualTo("nothing\n");
        assertThat(aws.calls().stream().filter(c -> c.contains("tar.gz")).count())
                .as("what is on disk and verified is not fetched again")
                .isEqualTo(gets);
        assertThat(run.text()).containsPattern("(?i)nothing changed|no change|0 changed|unchanged");
        assertThat(instance.start("deploy", "myapp", "testing", "-q").await().text())
                .as("quiet is quiet, on standard error too")
                .isEmpty();
    }

    @Test
    void oneChangedStateIsTheOnlyChange() {
        instance.offer("myapp", "testing", service);
        instance.deploy("myapp", "testing");
        instance.offer(
                "myapp",
                "testing",
                service.file("salt/config/pillar/myapp-testing.sls", "enable_monitoring: Later\n"));

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(read(instance.out("myapp.conf"))).contains("monitoring Later");
        assertThat(read(instance.out("meanwhile")))
                .as("the old release was current while states ran")
                .isEqualTo("nothing\nreleases/myapp-2\n");
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-3");
        assertThat(instance.version("myapp", "previous")).isEqualTo("myapp-2");
        assertThat(read(instance.srv("hooks")))
                .contains("pre-release first myapp testing myapp-3 [myapp-2] deploy myapp-2");
    }

    @Test
    void aFailingPreReleaseHookStopsBeforeAnyState() {
        instance.offer("myapp", "testing", service);
        instance.deploy("myapp", "testing");
        instance.offer(
                "myapp",
                "testing",
                service.program("hooks/pre-release.d/15-no", "echo the disk is tired >&2; exit 3\n")
                        .file("salt/config/pillar/myapp-testing.sls", "enable_monitoring: No\n"));

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.HOOK_FAILED.code());
        assertThat(run.errors()).contains("15-no", "exited with 3", "the disk is tired");
        assertThat(read(instance.out("myapp.conf"))).contains("monitoring True");
        assertLinksAreBack();
    }

    @Test
    void aFailingStateKeepsTheOldReleaseCurrent() {
        instance.offer("myapp", "testing", service);
        instance.deploy("myapp", "testing");
        instance.offer(
                "myapp",
                "testing",
                service.file(
                        "salt/config/states/myapp.sls",
                        """
                        it fails:
                          cmd.run:
                            - name: echo the moon is wrong >&2; exit 4
                        """));

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.STATE_FAILED.code());
        assertThat(run.text()).contains("it fails");
        assertThat(read(instance.srv("hooks")))
                .doesNotContain("post-release first myapp testing myapp-3");
        assertLinksAreBack();
    }

    @Test
    void anSlsThatDoesNotCompileRunsNothing() {
        instance.offer("myapp", "testing", service);
        instance.deploy("myapp", "testing");
        instance.offer(
                "myapp",
                "testing",
                service.file("salt/config/states/myapp.sls", "a:\n  cmd.run\n    - name: b\n"));

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.SLS_ERROR.code());
        assertThat(run.text()).contains("myapp.sls");
        assertLinksAreBack();
    }

    @Test
    void aFailingPostReleaseHookLeavesTheNewReleaseCurrent() {
        instance.offer("myapp", "testing", service);
        instance.deploy("myapp", "testing");
        instance.offer(
                "myapp", "testing", service.program("hooks/post-release.d/90-no", "exit 5\n"));

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.HOOK_FAILED.code());
        assertThat(run.errors()).contains("90-no");
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-3");
    }

    @Test
    void aCorruptArtifactIsRefusedAndNamed() throws Exception {
        instance.offer("myapp", "testing", service);
        instance.deploy("myapp", "testing");
        instance.offer("myapp", "testing", service.file("code", "2\n"));
        aws.close();
        damage(scratch.resolve("aws"), "myapp-3.tar.gz");
        aws = AwsFixture.simulation(scratch.resolve("aws"), Clock.systemUTC(), Duration.ZERO);

        Agent.Run run = again().deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.errors())
                .containsOnlyOnce("fetched once more")
                .containsOnlyOnce(
                        "s3://bootstrap/deploy/myapp/artifacts/myapp-3.tar.gz has the SHA-256")
                .contains("publish the content under a new version");
        assertLinksAreBack();
    }

    @Test
    void anUnknownChannelListsThoseThatExist() {
        instance.offer("myapp", "testing", service);
        instance.offer("myapp", "production", service.file("code", "2\n"));

        Agent.Run run = instance.deploy("myapp", "tesitng");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(run.errors()).contains("tesitng", "production", "testing");
    }

    @Test
    void withoutCredentialsItSaysWhereTheyMayComeFrom() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        environment.put("AWS_REGION", "us-east-1");

        Agent.Run run = instance(ID, environment).deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.NO_PERMISSION.code());
        assertThat(run.errors()).contains("no AWS credentials").contains("AWS_PROFILE");
    }

    @Test
    void withoutABucketItIsNamed() {
        instance.configure(ID, "nowhere");

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(run.errors()).contains("there is no bucket nowhere");
    }

    @Test
    void customGrainsOfTheBaseReachItsStates() {
        instance.offer(
                "base",
                "default",
                Artifacts.base(scratch.resolve("base"))
                        .program("grains/rack", "echo 'rack: {row: 7}'\n")
                        .file("grains/site.yaml", "site: harbour\n")
                        .file("grains/README.md", "# not a grain\n")
                        .file(
                                "states/base/init.sls",
                                """
                                where it stands:
                                  file.managed:
                                    - name: {{ salt['config.get']('out') }}/place
                                    - contents: {{ grains['site'] }} {{ grains['rack']['row'] }}
                                    - makedirs: True
                                """));
        instance.offer("myapp", "testing", service);

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(read(instance.out("place"))).isEqualTo("harbour 7\n");
        assertThat(instance.call("grains.get", "site").output()).contains("harbour");
    }

    @Test
    void aDamagedManifestOrChannelSaysWhatToDo() {
        instance.offer("myapp", "testing", service);
        instance.deploy("myapp", "testing");
        instance.offer("myapp", "testing", service.file("code", "2\n"));
        instance.damage("deploy/myapp/artifacts/myapp-3.json", "{\"schema\": 1, \"na");

        Agent.Run manifest = instance.deploy("myapp", "testing");

        assertThat(manifest.exitCode()).as(manifest.text()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(manifest.errors())
                .contains("deploy/myapp/artifacts/myapp-3.json is not JSON")
                .contains("publish the content under a new version");
        assertLinksAreBack();

        instance.damage("deploy/myapp/channels/testing.json", "");
        Agent.Run channel = instance.deploy("myapp", "testing");

        assertThat(channel.exitCode()).as(channel.text()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(channel.errors())
                .contains("deploy/myapp/channels/testing.json is not JSON")
                .contains("pulldeploy promote myapp testing VERSION --force");
        assertLinksAreBack();
    }

    @Test
    void aServicesNameMayHoldDashes() {
        Instance dashed = instance("my-web-app-testing-useast1-1.example.com", aws.environment());
        dashed.offer("my-web-app", "testing", service);

        Agent.Run run = dashed.deploy("my-web-app", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(read(dashed.out("myapp.conf"))).startsWith("service my-web-app\n");
        assertThat(dashed.version("my-web-app", "current")).isEqualTo("my-web-app-1");
    }

    @Test
    void twoServicesShareStatesByTheTopFile() {
        Instance batch = instance("myappbatch-testing-useast1-1.example.com", aws.environment());
        batch.offer("myappbatch", "testing", service);

        Agent.Run run = batch.deploy("myappbatch", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(read(batch.out("myapp.conf")))
                .as("myapp's states, and no pillar of the group myapp-testing")
                .isEqualTo("service myappbatch\nmonitoring False\n");
    }

    private Instance instance(String id, Map<String, String> environment) {
        return new Instance(scratch.resolve("instance"), id, AwsFixture.settings(aws), environment);
    }

    private Instance again() {
        return instance(ID, aws.environment());
    }

    private void assertLinksAreBack() {
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-2");
        assertThat(instance.version("myapp", "next")).isEqualTo("myapp-2");
        assertThat(instance.version("base", "current")).isEqualTo("base-1");
    }

    private long gets() {
        return aws.calls().stream().filter(c -> c.contains("tar.gz")).count();
    }

    /** Changes one byte in the middle of a stored object. */
    private static void damage(Path root, String name) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            Path object =
                    files.filter(f -> f.getFileName().toString().endsWith(name))
                            .findFirst()
                            .orElseThrow();
            byte[] bytes = Files.readAllBytes(object);
            bytes[bytes.length / 2] ^= 1;
            Files.write(object, bytes);
        }
    }
}
