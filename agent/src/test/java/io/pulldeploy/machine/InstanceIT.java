package io.pulldeploy.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Format;
import io.pulldeploy.artifact.Keys;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Publisher;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Signatures;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.S3ObjectStore;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The life of one instance, from its user data on: the real base and the example service on a real
 * machine, in the order in which it happens. The simulated AWS is all that is not real.
 */
@Tag("machine")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstanceIT {
    private static final Path CLONE = Path.of("..").toAbsolutePath().normalize();

    private Path scratch;
    private SimulatedAws aws;
    private HttpServer packages;
    private Machine machine;
    private Publisher publisher;
    private int versions;

    @BeforeAll
    void start(@TempDir Path directory) {
        scratch = directory;
        aws = AwsFixture.simulation(scratch.resolve("aws"), Clock.systemUTC(), Duration.ZERO);
        publisher =
                new Publisher(
                        new Repository(
                                new S3ObjectStore(
                                        new AwsClients(AwsFixture.settings(aws)),
                                        AwsFixture.BUCKET,
                                        Clock.systemUTC(),
                                        new Random()),
                                new Keys("deploy/"),
                                new Signatures(Map.of())),
                        new FileTree(),
                        Clock.systemUTC(),
                        Optional.empty());
        packages =
                SimpleFileServer.createFileServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Machine.tarball().getParent(),
                        SimpleFileServer.OutputLevel.NONE);
        packages.start();
        machine = bootOnAws();
    }

    /**
     * A machine that has what an instance of EC2 has by itself: its AWS, for whoever runs on it.
     */
    private Machine bootOnAws() {
        Machine booted = Machine.boot();
        booted.write(
                "/etc/aws",
                aws.environment().entrySet().stream()
                        .map(v -> v.getKey() + "=" + v.getValue())
                        .collect(Collectors.joining("\n", "", "\n")));
        for (String unit : List.of("refresh", "daemon")) {
            booted.write(
                    "/etc/systemd/system/pulldeploy-" + unit + ".service.d/aws.conf",
                    "[Service]\nEnvironmentFile=/etc/aws\n");
        }
        return booted;
    }

    /** The first boot of an instance with user data, by cloud-init's stages that care for it. */
    private Machine.Ran firstBoot(Machine instance, String userData) throws IOException {
        String file = Machine.tarball().getFileName().toString();
        instance.write(
                "/etc/cloud/cloud.cfg.d/99-test.cfg",
                """
                datasource_list: [NoCloud]
                network: {config: disabled}
                users: []
                cloud_init_modules: [write-files]
                cloud_config_modules: [runcmd]
                cloud_final_modules: [scripts-user]
                """);
        instance.write(
                "/var/lib/cloud/seed/nocloud/meta-data",
                "instance-id: " + AwsFixture.INSTANCE + "\n");
        instance.write(
                "/var/lib/cloud/seed/nocloud/user-data",
                Files.readString(CLONE.resolve("cloud-init").resolve(userData))
                        .replace(
                                "https://BUCKET.s3.amazonaws.com/bootstrap/MUNGED",
                                "http://127.0.0.1:" + packages.getAddress().getPort())
                        .replace("VERSION", file.split("-")[1])
                        .replace("BUCKET", AwsFixture.BUCKET));
        return instance.sh(
                """
                set -a; . /etc/aws; set +a
                cloud-init init --local && cloud-init init && cloud-init modules --mode=config &&
                    cloud-init modules --mode=final
                """);
    }

    @AfterAll
    void stop() {
        machine.close();
        packages.stop(0);
        aws.close();
    }

    private void offer(String name, String channel, Path tree) {
        ArtifactName artifact =
                name.equals("base") ? ArtifactName.BASE : ArtifactName.ofService(name);
        versions++;
        Version version = new Version(name + "-" + versions);
        publisher.publish(
                artifact, tree, Optional.of(version), Format.TAR_GZ, Manifest.Source.UNKNOWN);
        publisher.promote(artifact, new ChannelName(channel), version, "test", false);
    }

    /** A copy of a part of the clone, one file of which ends otherwise. */
    private Path changed(Path tree, String file, String more) throws IOException {
        Path copy = Files.createTempDirectory(scratch, "tree");
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path :
                    all.filter(p ->
                                    !p.toString().contains("/agent/")
                                            && !p.toString().contains("/.git/"))
                            .toList()) {
                Path target = copy.resolve(tree.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        Files.writeString(copy.resolve(file), Files.readString(copy.resolve(file)) + more);
        return copy;
    }

    private Machine.Ran asRoot(String script) {
        return machine.sh("set -a; . /etc/aws; set +a; cd /root; " + script);
    }

    private void await(String condition, String why) {
        Machine.Ran ran =
                machine.sh(
                        "for i in $(seq 600); do if "
                                + condition
                                + "; then exit 0; fi; sleep 0.5; done; exit 1");
        assertThat(ran.exitCode())
                .as(
                        "%s: %s",
                        why, machine.sh("journalctl --no-pager -n 40; pulldeploy status").text())
                .isZero();
    }

    @Test
    @Order(1)
    void bootsByItsUserData() throws Exception {
        offer("base", "default", CLONE);
        offer("myapp", "testing", CLONE.resolve("docs/examples/myapp"));

        Machine.Ran boot = firstBoot(machine, "user-data.sh");

        assertThat(boot.exitCode()).as(boot.text()).isZero();
        String node = AwsFixture.INSTANCE.substring("i-".length());
        String name = AwsFixture.GROUP + "-" + node + ".example.com";
        assertThat(machine.ok("hostname; cat /etc/hostname")).isEqualTo(name + "\n" + name + "\n");
        assertThat(machine.ok("getent hosts " + name)).contains("127.0.1.1");
        assertThat(machine.ok("systemctl is-active nginx; systemctl is-enabled nginx"))
                .isEqualTo("active\nenabled\n");
        assertThat(machine.ok("dpkg-query -W -f '${Status}' nginx"))
                .isEqualTo("install ok installed");
        assertThat(machine.ok("cat /etc/nginx/conf.d/myapp.conf"))
                .contains("root /srv/myapp/current/html;");
        assertThat(machine.ok("readlink /srv/myapp/current /srv/base/current"))
                .isEqualTo("releases/myapp-2\nreleases/base-1\n");
        assertThat(
                        machine.ok(
                                "systemctl is-active pulldeploy-refresh.timer; systemctl is-enabled pulldeploy-refresh.timer"))
                .isEqualTo("active\nenabled\n");
        assertThat(aws.registered(AwsFixture.GROUP)).containsExactly(AwsFixture.INSTANCE);
        // A refresh in the midst of what follows would make that wait.
        machine.ok("systemctl stop pulldeploy-refresh.timer");
        await("! systemctl is-active -q pulldeploy-refresh.service", "no refresh goes on");
    }

    @Test
    @Order(2)
    void deploysAgainWithoutAChange() {
        String before =
                machine.ok(
                        "systemctl show -p MainPID nginx; stat -c '%i %Y' /etc/nginx/conf.d/myapp.conf");

        Machine.Ran again = asRoot("pulldeploy deploy myapp testing");

        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(again.text()).contains("nothing changed");
        assertThat(
                        machine.ok(
                                "systemctl show -p MainPID nginx; stat -c '%i %Y' /etc/nginx/conf.d/myapp.conf"))
                .isEqualTo(before);
    }

    @Test
    @Order(3)
    void reloadsTheServiceWhoseConfigurationChanged() throws Exception {
        String before = machine.ok("systemctl show -p MainPID nginx");
        offer(
                "myapp",
                "testing",
                changed(
                        CLONE.resolve("docs/examples/myapp"),
                        "salt/config/states/myapp/files/nginx.conf",
                        "# more\n"));

        Machine.Ran deploy = asRoot("pulldeploy deploy myapp testing");

        assertThat(deploy.exitCode()).as(deploy.text()).isZero();
        assertThat(machine.ok("cat /run/nginx")).contains("# more\nreloaded\n");
        assertThat(machine.ok("systemctl show -p MainPID nginx"))
                .as("not restarted")
                .isEqualTo(before);
    }

    @Test
    @Order(4)
    void theTimerBringsANewBase() throws Exception {
        offer("base", "default", changed(CLONE, "states/base/files/motd", "by the timer\n"));
        machine.write(
                "/etc/systemd/system/pulldeploy-refresh.timer.d/soon.conf",
                "[Timer]\nOnActiveSec=1s\nRandomizedDelaySec=0\nAccuracySec=100ms\n");
        machine.ok("systemctl daemon-reload; systemctl restart pulldeploy-refresh.timer");

        await("grep -q 'by the timer' /etc/motd", "the timer's refresh");
        await("! systemctl is-active -q pulldeploy-refresh.service", "the refresh ends");

        assertThat(
                        machine.ok(
                                "systemctl show -p Result -p ExecMainStatus pulldeploy-refresh.service"))
                .contains("Result=success", "ExecMainStatus=0");
        assertThat(machine.ok("readlink /srv/myapp/current")).isEqualTo("releases/myapp-3\n");
    }

    @Test
    @Order(5)
    void theDaemonDoesTheSameAndStopsCleanly() throws Exception {
        offer("base", "default", changed(CLONE, "states/base/files/motd", "by the daemon\n"));
        machine.write(
                "/srv/pulldeploy/etc/minion.d/daemon.conf",
                "pulldeploy: {daemon: {interval: 1s, splay: 0s}}\n");

        machine.ok("systemctl enable --now pulldeploy-daemon");

        await("grep -q 'by the daemon' /etc/motd", "the daemon's refresh");
        assertThat(machine.sh("systemctl is-active pulldeploy-refresh.timer").output())
                .as("one of the two")
                .isEqualTo("inactive\n");
        machine.ok("systemctl stop pulldeploy-daemon");
        assertThat(
                        machine.ok(
                                "systemctl show -p Result -p ExecMainStatus -p NRestarts pulldeploy-daemon"))
                .contains("Result=success", "ExecMainStatus=0", "NRestarts=0");
        assertThat(machine.sh("pgrep -f 'pulldeploy[.]jar'").output())
                .as("nothing is left")
                .isEmpty();
    }

    @Test
    @Order(6)
    void cronDoesTheSame() throws Exception {
        offer("base", "default", changed(CLONE, "states/base/files/motd", "by cron\n"));
        String entry = machine.ok("cat /srv/pulldeploy/share/cloud-init/cron/pulldeploy-refresh");
        // Every minute, and without the wait that spreads a fleet.
        String soon =
                entry.replace("*/30", "*")
                        .replaceAll("sleep \\S+ \\S+ \\S+ && ", "")
                        .replace("root ", "root set -a; . /etc/aws; ");
        assertThat(soon)
                .contains("* * * * * root set -a; . /etc/aws; /srv/pulldeploy/bin/pulldeploy");
        machine.write("/etc/cron.d/pulldeploy-refresh", soon);
        machine.ok("chmod 644 /etc/cron.d/pulldeploy-refresh");

        await("grep -q 'by cron' /etc/motd", "cron's refresh");
        machine.ok("rm /etc/cron.d/pulldeploy-refresh");
        await("! pgrep -f 'pulldeploy[.]jar'", "cron's refresh ends");
    }

    @Test
    @Order(7)
    void waitsForAnothersLockAndSaysWhose() {
        machine.ok("apt-get -q update; systemd-run --unit=other apt-get -q -y install pd-slow");
        await("pgrep -f pd-slow.postinst", "the other installation");

        Machine.Ran run = machine.sh("pulldeploy call state.single pkg.installed name=pd-lib");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.errors())
                .contains("Waiting for another one's lock", "held by process", "apt-get");
        assertThat(machine.ok("dpkg-query -W -f '${Status} ' pd-lib pd-slow"))
                .isEqualTo("install ok installed install ok installed ");
    }

    @Test
    @Order(8)
    void rollsBackToThePreviousRelease() {
        Machine.Ran back = asRoot("pulldeploy rollback");

        assertThat(back.exitCode()).as(back.text()).isZero();
        assertThat(machine.ok("readlink /srv/myapp/current")).isEqualTo("releases/myapp-2\n");
        assertThat(machine.ok("cat /run/nginx")).contains("reloaded").doesNotContain("# more");
    }

    @Test
    @Order(9)
    void aRefreshLeavesADeployAlone() throws Exception {
        offer(
                "myapp",
                "testing",
                changed(
                        CLONE.resolve("docs/examples/myapp"),
                        "hooks/pre-release.d/10-check",
                        "touch /run/in-hook\nuntil [ -e /run/go-on ]; do sleep 0.2; done\n"));
        machine.ok(
                "systemd-run --unit=deploy --property=EnvironmentFile=/etc/aws"
                        + " --property=RemainAfterExit=yes /usr/local/bin/pulldeploy deploy myapp testing");
        await("[ -e /run/in-hook ]", "the deploy's hook");

        Machine.Ran refresh = asRoot("pulldeploy refresh");
        machine.ok("systemctl start pulldeploy-refresh.service");
        machine.ok("touch /run/go-on");
        await("systemctl show -p SubState deploy | grep -q exited", "the deploy ends");

        assertThat(refresh.exitCode()).as(refresh.text()).isEqualTo(75);
        assertThat(refresh.errors()).contains("another run holds the lock", "deploy");
        assertThat(
                        machine.ok(
                                "systemctl show -p Result -p ExecMainStatus pulldeploy-refresh.service"))
                .contains("Result=success", "ExecMainStatus=75");
        assertThat(machine.ok("readlink /srv/myapp/current")).isEqualTo("releases/myapp-7\n");
        assertThat(asRoot("pulldeploy refresh").exitCode()).isZero();
    }

    @Test
    @Order(10)
    void bootsByItsCloudConfigToo() throws Exception {
        try (Machine second = bootOnAws()) {
            second.ok("touch /run/go-on");

            Machine.Ran boot = firstBoot(second, "cloud-config.yaml");

            assertThat(boot.exitCode()).as(boot.text()).isZero();
            assertThat(second.ok("systemctl is-active nginx pulldeploy-refresh.timer"))
                    .isEqualTo("active\nactive\n");
            assertThat(second.ok("readlink /srv/myapp/current")).isEqualTo("releases/myapp-7\n");
        }
    }
}
