package io.pulldeploy.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.ScriptedProcesses;
import io.pulldeploy.system.Services.Action;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The states of packages, services, names and calls, over machines in memory. */
class MachineStatesTest {
    @TempDir Path root;
    private final FakePackages packages =
            new FakePackages().offer("nginx", "1.22-1").offer("curl", "7.88-1");
    private final FakeServices services = new FakeServices().add("nginx");
    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeHostNames names = new FakeHostNames("old");
    private FileTree files;
    private StateTestHarness harness;

    @BeforeEach
    void machine() {
        files = new FileTree(root, new FakeOwnership(accounts));
        files.makeDirectories(Path.of("/etc"));
        files.write(Path.of("/etc/hosts"), "127.0.0.1\tlocalhost\n# end\n");
        Host host =
                new Host(
                        files,
                        new ScriptedProcesses(),
                        packages,
                        services,
                        accounts,
                        names,
                        Clock.systemUTC());
        List<StateFunction> functions = new ArrayList<>();
        functions.addAll(
                new PkgState(
                                host,
                                _ -> {
                                    throw new AssertionError("no download here");
                                })
                        .functions());
        functions.addAll(new ServiceState(host).functions());
        functions.addAll(new HostState(host).functions());
        functions.addAll(new NetworkState(host).functions());
        functions.addAll(new UserState(host).functions());
        functions.addAll(new GroupState(host).functions());
        functions.addAll(new TimezoneState(host).functions());
        functions.addAll(new ModuleState().functions());
        harness =
                new StateTestHarness(
                        functions,
                        new TestMinion(root, Map.of("a", "pv"), root.resolve("cache")),
                        () ->
                                List.of(
                                        packages.installed(),
                                        packages.held(),
                                        List.copyOf(services.acts()),
                                        names.current(),
                                        accounts.users(),
                                        accounts.groups(),
                                        files.text(Path.of("/etc/hosts"))));
    }

    private static Map<String, @Nullable Object> args(@Nullable Object... pairs) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            args.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return args;
    }

    @Test
    void installsAPackage() {
        StateTestHarness.Runs runs = harness.check("pkg.installed", args("name", "nginx"));
        assertThat(runs.test().comment())
                .isEqualTo("The following packages would be installed/updated: nginx");
        assertThat(runs.test().changes())
                .isEqualTo(Map.of("nginx", Map.of("new", "1.22-1", "old", "")));
        assertThat(runs.real().comment())
                .isEqualTo("The following packages were installed/updated: nginx");
        assertThat(runs.real().changes())
                .isEqualTo(Map.of("nginx", Map.of("new", "1.22-1", "old", "")));
        assertThat(runs.again().comment())
                .isEqualTo("All specified packages are already installed");
        assertThat(packages.acts()).containsExactly("refresh", "install [nginx]");
    }

    @Test
    void installsOnlyWhatIsMissingOfAList() {
        harness.check("pkg.installed", args("name", "curl"));
        StateTestHarness.Runs runs =
                harness.check(
                        "pkg.installed",
                        args("name", "all", "pkgs", List.of("curl", Map.of("nginx", "1.22-1"))));
        assertThat(runs.real().comment())
                .isEqualTo(
                        "The following packages were installed/updated: nginx=1.22-1\nThe following packages were already installed: curl");
        assertThat(runs.again().comment())
                .isEqualTo(
                        "All specified packages are already installed and are at the desired version");
        assertThat(packages.acts()).containsOnlyOnce("refresh");
    }

    @Test
    void saysWhyAPackageCannotBeInstalled() {
        StateResult real = harness.once("pkg.installed", args("name", "nope"), false);
        assertThat(real.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(real.comment())
                .isEqualTo(
                        "Problem encountered installing package(s). Additional info follows:\n\nerrors:\n    - E: Unable to locate package nope");
    }

    @Test
    void holdsWhatItInstalls() {
        StateTestHarness.Runs runs =
                harness.check("pkg.installed", args("name", "nginx", "hold", true));
        assertThat(packages.held()).containsExactly("nginx");
        assertThat(runs.again().comment())
                .isEqualTo(
                        "All specified packages are already installed.\nPackage nginx is already set to be held.");
    }

    @Test
    void removesAndPurges() {
        harness.check("pkg.installed", args("name", "nginx"));
        StateTestHarness.Runs removed = harness.check("pkg.removed", args("name", "nginx"));
        assertThat(removed.test().comment())
                .isEqualTo("The following packages will be removed: nginx.");
        assertThat(removed.real().comment()).isEqualTo("All targeted packages were removed.");
        assertThat(removed.again().comment())
                .isEqualTo("All specified packages are already absent");
        StateTestHarness.Runs purged = harness.check("pkg.purged", args("name", "nginx"));
        assertThat(purged.real().changes())
                .isEqualTo(
                        Map.of(
                                "installed",
                                Map.of(),
                                "removed",
                                Map.of("nginx", Map.of("new", "", "old", "1.22-1"))));
        assertThat(purged.again().comment())
                .isEqualTo("None of the targeted packages are installed or partially installed");
    }

    @Test
    void bringsAPackageUpToDate() {
        harness.check("pkg.installed", args("name", "nginx"));
        packages.offer("nginx", "1.24-1");
        StateTestHarness.Runs runs = harness.check("pkg.latest", args("name", "nginx"));
        assertThat(runs.real().changes())
                .isEqualTo(Map.of("nginx", Map.of("new", "1.24-1", "old", "1.22-1")));
        assertThat(runs.again().comment()).isEqualTo("Package nginx is already up-to-date");
    }

    @Test
    void startsAndEnablesAService() {
        StateResult test =
                harness.once("service.running", args("name", "nginx", "enable", true), true);
        assertThat(test.comment()).isEqualTo("Service nginx is set to start");
        StateTestHarness.Runs runs =
                harness.check("service.running", args("name", "nginx", "enable", true));
        assertThat(runs.real().comment())
                .isEqualTo("Service nginx has been enabled, and is running");
        assertThat(runs.real().changes()).isEqualTo(Map.of("nginx", true));
        assertThat(runs.again().comment()).isEqualTo("The service nginx is already running");
        assertThat(services.acts()).containsExactly("START nginx", "ENABLE nginx");
    }

    @Test
    void stopsAService() {
        services.act(Action.START, "nginx");
        StateTestHarness.Runs runs = harness.check("service.dead", args("name", "nginx"));
        assertThat(runs.test().comment()).isEqualTo("Service nginx is set to be killed");
        assertThat(runs.real().comment()).isEqualTo("Service nginx was killed");
        assertThat(runs.again().comment()).isEqualTo("The service nginx is already dead");
    }

    @Test
    void aServiceThatDoesNotExistFailsOnlyForReal() {
        StateTestHarness.Runs runs = harness.run("service.running", args("name", "none"));
        assertThat(runs.test().outcome()).isEqualTo(Outcome.WOULD_CHANGE);
        assertThat(runs.test().comment())
                .isEqualTo(
                        "Service none not present; if created in this state run, it would have been started");
        assertThat(runs.real().comment()).isEqualTo("The named service none is not available");
        assertThat(runs.real().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void masksAndUnmasks() {
        assertThat(harness.check("service.masked", args("name", "nginx")).real().changes())
                .isEqualTo(Map.of("masked", Map.of("old", false, "new", true)));
        assertThat(harness.check("service.unmasked", args("name", "nginx")).real().comment())
                .isEqualTo("Service nginx was unmasked");
    }

    @Test
    void restartsOnAWatchedChange() {
        services.act(Action.START, "nginx");
        StateResult test =
                harness.once("service.mod_watch", args("name", "nginx", "sfun", "running"), true);
        assertThat(test.comment()).isEqualTo("Service is set to be restarted");
        StateResult real =
                harness.once("service.mod_watch", args("name", "nginx", "sfun", "running"), false);
        assertThat(real.comment()).isEqualTo("Service restarted");
        assertThat(real.changes()).isEqualTo(Map.of("nginx", true));
        assertThat(services.acts()).containsExactly("START nginx", "RESTART nginx");
    }

    @Test
    void namesHosts() {
        StateTestHarness.Runs runs =
                harness.check("host.present", args("name", "db", "ip", "10.0.0.1"));
        assertThat(runs.test().comment()).isEqualTo("Host db (10.0.0.1) would be added");
        assertThat(runs.real().changes())
                .isEqualTo(Map.of("added", Map.of("10.0.0.1", List.of("db"))));
        assertThat(runs.again().comment()).isEqualTo("Host db (10.0.0.1) already present");
        harness.check("host.present", args("name", "db2", "ip", "10.0.0.1"));
        assertThat(files.text(Path.of("/etc/hosts")))
                .isEqualTo("127.0.0.1\tlocalhost\n# end\n10.0.0.1\t\tdb db2\n");
        StateTestHarness.Runs gone =
                harness.check("host.absent", args("name", "db", "ip", "10.0.0.1"));
        assertThat(gone.real().changes()).isEqualTo(Map.of("host", "db"));
        assertThat(files.text(Path.of("/etc/hosts"))).endsWith("10.0.0.1\t\tdb2\n");
    }

    @Test
    void namesTheMachine() {
        StateTestHarness.Runs runs =
                harness.check("network.system", args("name", "system", "hostname", "new"));
        assertThat(names.current()).isEqualTo("new");
        assertThat(runs.real().changes().get("network_settings"))
                .asString()
                .contains("-HOSTNAME=old\n+HOSTNAME=new");
    }

    @Test
    void callsFunctionsInBothSyntaxes() {
        Map<String, @Nullable Object> listed =
                args("name", "x", "pillar.get", List.of("a", "default"));
        StateTestHarness.Runs runs = harness.run("module.run", listed);
        assertThat(runs.test().comment()).isEqualTo("Function pillar.get to be executed.");
        assertThat(runs.real().changes()).isEqualTo(Map.of("pillar.get", "pv"));
        assertThat(runs.real().comment()).isEqualTo("pillar.get: pv");
        StateResult named =
                harness.once(
                        "module.run", args("name", "pillar.get", "args", List.of("a", "x")), false);
        assertThat(named.changes()).isEqualTo(Map.of("ret", "pv"));
        assertThat(named.comment()).isEqualTo("Module function pillar.get executed");
        assertThat(harness.once("module.run", args("name", "no.such"), false).comment())
                .isEqualTo("Module function no.such is not available");
        assertThat(harness.once("module.run", args("name", "x", "no.such", null), true).comment())
                .isEqualTo("Unavailable function: no.such.");
    }

    @Test
    void makesChangesAndRemovesAUser() {
        harness.check("group.present", args("name", "ops", "gid", 700L));
        StateTestHarness.Runs made =
                harness.check(
                        "user.present",
                        args(
                                "name",
                                "ann",
                                "uid",
                                1500L,
                                "groups",
                                List.of("ops"),
                                "fullname",
                                "Ann",
                                "createhome",
                                false,
                                "password",
                                "$6$x"));
        assertThat(made.test().comment()).isEqualTo("User ann set to be added");
        assertThat(made.real().comment()).isEqualTo("New user ann created");
        assertThat(made.real().changes())
                .containsEntry("groups", List.of("ann", "ops"))
                .containsEntry("password", "XXX-REDACTED-XXX")
                .containsEntry("home", "");
        assertThat(made.again().comment()).isEqualTo("User ann is present and up to date");
        StateTestHarness.Runs changed =
                harness.check(
                        "user.present",
                        args(
                                "name",
                                "ann",
                                "shell",
                                "/bin/bash",
                                "groups",
                                List.of(),
                                "createhome",
                                false));
        assertThat(changed.test().comment())
                .isEqualTo(
                        "The following user attributes are set to be changed:\ngroups: []\nshell: /bin/bash\n");
        assertThat(changed.real().comment()).isEqualTo("Updated user ann");
        assertThat(changed.real().changes())
                .isEqualTo(Map.of("groups", List.of("ann"), "shell", "/bin/bash"));
        assertThat(harness.once("user.present", args("name", "ann", "uid", 9L), false).comment())
                .contains("Changing uid (1500 -> 9) not permitted");
        StateTestHarness.Runs gone = harness.check("user.absent", args("name", "ann"));
        assertThat(gone.real().changes())
                .isEqualTo(Map.of("ann group", "removed", "ann", "removed"));
        assertThat(gone.again().comment()).isEqualTo("User ann is not present");
    }

    @Test
    void makesChangesAndRemovesAGroup() {
        StateTestHarness.Runs made =
                harness.check("group.present", args("name", "ops", "members", List.of("root")));
        assertThat(made.test().comment()).isEqualTo("Group ops set to be added");
        assertThat(made.real().comment()).isEqualTo("New group ops created");
        StateTestHarness.Runs changed =
                harness.check("group.present", args("name", "ops", "delusers", List.of("root")));
        assertThat(changed.real().comment())
                .isEqualTo(
                        "The following group attributes are set to be changed:\ndelusers: ['root']\n");
        assertThat(changed.real().changes())
                .isEqualTo(Map.of("Final", "All changes applied successfully"));
        assertThat(harness.check("group.absent", args("name", "ops")).real().changes())
                .isEqualTo(Map.of("ops", ""));
    }

    @Test
    void aUserWaitsForItsGroups() {
        StateTestHarness.Runs runs =
                harness.run("user.present", args("name", "bob", "groups", List.of("none")));
        assertThat(runs.test().comment())
                .isEqualTo("User bob set to be added (pending groups: none)");
        assertThat(runs.real().comment()).isEqualTo("The following group(s) are not present: none");
    }

    @Test
    void aWatchingPackageIsInstalledAgain() {
        StateResult done =
                harness.once("pkg.mod_watch", args("name", "curl", "sfun", "installed"), false);
        assertThat(done.comment()).isEqualTo("The following packages were installed/updated: curl");
        assertThat(harness.once("pkg.mod_watch", args("name", "curl"), false).comment())
                .isEqualTo("pkg.None does not work with the watch requisite");
    }

    @Test
    void setsTheTimeZone() {
        files.makeDirectories(Path.of("/usr/share/zoneinfo/Europe"));
        files.write(Path.of("/usr/share/zoneinfo/Europe/Berlin"), "TZif");
        StateTestHarness.Runs runs =
                harness.check("timezone.system", args("name", "Europe/Berlin"));
        assertThat(runs.test().comment()).isEqualTo("Timezone Europe/Berlin needs to be set");
        assertThat(runs.real().changes()).isEqualTo(Map.of("timezone", "Europe/Berlin"));
        assertThat(files.isSymlink(Path.of("/etc/localtime"))).isTrue();
        assertThat(harness.once("timezone.system", args("name", "No/Where"), false).comment())
                .contains("Zone does not exist");
    }
}
