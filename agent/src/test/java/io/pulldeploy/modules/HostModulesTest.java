package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.states.TestMinion;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealProcesses;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class HostModulesTest {
    @TempDir Path root;
    private final FakePackages packages = new FakePackages().offer("nginx", "1.22-1");
    private final FakeServices services = new FakeServices().add("nginx");
    private final FakeAccounts accounts = new FakeAccounts();
    private final Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
    private FileTree files;

    @BeforeEach
    void machine() {
        files = new FileTree(root, new FakeOwnership(accounts));
        Host host =
                new Host(
                        files,
                        new RealProcesses(files, accounts, System.getenv()),
                        packages,
                        services,
                        accounts,
                        new FakeHostNames("me"),
                        Clock.systemUTC());
        CommandRuns commands =
                new CommandRuns(
                        host,
                        new FileSources(
                                files,
                                _ -> {
                                    throw new AssertionError("no download here");
                                }));
        functions.add(new FileModule(host).functions());
        functions.add(new FileFactsModule(host).functions());
        functions.add(new FileContentsModule(host).functions());
        functions.add(new FileNodesModule(host).functions());
        functions.add(new FileOwnersModule(host).functions());
        functions.add(new FileTextModule(host, commands).functions());
        functions.add(new FileSedModule(host, commands).functions());
        functions.add(new CmdModule(host, commands).functions());
        functions.add(new CmdProgramsModule(host, commands).functions());
        functions.add(new PkgModule(host).functions());
        functions.add(new PkgReposModule(host).functions());
        functions.add(new ServiceModule(host).functions());
        functions.add(new AccountModule(host).functions());
        functions.add(new HostsModule(host).functions());
        files.makeDirectories(Path.of("/etc"));
        files.makeDirectories(Path.of("/tmp"));
    }

    private @Nullable Object call(String name, @Nullable Object... args) {
        return call(name, Map.of(), args);
    }

    private @Nullable Object call(
            String name, Map<String, @Nullable Object> named, @Nullable Object... args) {
        ExecutionFunction function = functions.find(name).orElseThrow();
        return function.body()
                .call(
                        new TestMinion(root, Map.of(), root),
                        function.signature().bind(name, Arrays.asList(args), named));
    }

    private Map<Object, @Nullable Object> map(String name, @Nullable Object... args) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(call(name, args))).forEach(copy::put);
        return copy;
    }

    @Test
    void splitsAndJoinsPathsAsPython() {
        assertThat(call("file.dirname", "/a/b/")).isEqualTo("/a/b");
        assertThat(call("file.dirname", "/a")).isEqualTo("/");
        assertThat(call("file.dirname", "a")).isEqualTo("");
        assertThat(call("file.basename", "/a/b")).isEqualTo("b");
        assertThat(call("file.join", "/a", "b", "c/")).isEqualTo("/a/b/c/");
        assertThat(call("file.join", "/a", "/b")).isEqualTo("/b");
        assertThat(call("file.normpath", "/a//b/../c/.")).isEqualTo("/a/c");
    }

    @Test
    void looksAtFiles() {
        files.write(Path.of("/etc/a"), "one\ntwo 2\n");
        assertThat(call("file.file_exists", "/etc/a")).isEqualTo(true);
        assertThat(call("file.file_exists", "/etc")).isEqualTo(false);
        assertThat(call("file.directory_exists", "/etc")).isEqualTo(true);
        assertThat(call("file.get_user", "/etc/a")).isEqualTo("root");
        assertThat(call("file.get_mode", "/etc/a")).isEqualTo("0644");
        assertThat(call("file.read", "/etc/a")).isEqualTo("one\ntwo 2\n");
        assertThat(call("file.readdir", "/etc")).isEqualTo(List.of(".", "..", "a"));
        assertThat(call("file.contains", "/etc/a", "two")).isEqualTo(true);
        assertThat(call("file.contains_regex", "/etc/a", "^\\w+ \\d$")).isEqualTo(true);
        assertThat(call("file.search", "/etc/a", "^one$")).isEqualTo(true);
        assertThat(call("file.check_hash", "/etc/a", "md5=f97c5d29941bfb1b2fdab0874906ab82"))
                .isEqualTo(false);
        assertThat(call("file.access", "/etc/a", "r")).isEqualTo(true);
        assertThat(map("file.stats", "/etc/a"))
                .containsEntry("type", "file")
                .containsEntry("size", 10L)
                .containsEntry("target", "/etc/a");
        assertThatThrownBy(() -> call("file.stats", "/none"))
                .isInstanceOf(CallError.class)
                .hasMessage("Path not found: /none");
    }

    @Test
    void findsFiles() {
        files.makeDirectories(Path.of("/etc/d"));
        files.write(Path.of("/etc/d/a.conf"), "x");
        files.write(Path.of("/etc/b.txt"), "y");
        assertThat(call("file.find", Map.of("name", "*.conf"), "/etc"))
                .isEqualTo(List.of("/etc/d/a.conf"));
        assertThat(call("file.find", Map.of("type", "d"), "/etc"))
                .isEqualTo(List.of("/etc", "/etc/d"));
        assertThat(call("file.find", Map.of("maxdepth", 1L, "type", "f"), "/etc"))
                .isEqualTo(List.of("/etc/b.txt"));
    }

    @Test
    void editsFiles() {
        files.write(Path.of("/etc/a"), "a=1\n");
        assertThat(call("file.append", "/etc/a", "b=2")).isEqualTo("Wrote 1 lines to \"/etc/a\"");
        assertThat(call("file.replace", Map.of("backup", false), "/etc/a", "^b=.*$", "b=3"))
                .isEqualTo("--- \n+++ \n@@ -1,2 +1,2 @@\n a=1\n-b=2\n+b=3\n");
        assertThat(call("file.comment", Map.of("backup", ""), "/etc/a", "^a=1"))
                .isNotEqualTo(false);
        assertThat(files.text(Path.of("/etc/a"))).isEqualTo("#a=1\nb=3\n");
        assertThat(call("file.remove", "/etc/a")).isEqualTo(true);
        assertThat(call("file.remove", "/etc/a")).isEqualTo(false);
    }

    @Test
    void runsCommands() {
        Map<String, @Nullable Object> shell = Map.of("python_shell", true);
        assertThat(call("cmd.run", shell, "echo a; echo b >&2")).isEqualTo("a\nb");
        assertThat(call("cmd.run_stdout", shell, "echo a; echo b >&2")).isEqualTo("a");
        assertThat(call("cmd.run_stderr", shell, "echo a; echo b >&2")).isEqualTo("b");
        assertThat(call("cmd.retcode", shell, "exit 3")).isEqualTo(3L);
        assertThat(map("cmd.run_all", "echo a"))
                .containsEntry("retcode", 0L)
                .containsEntry("stdout", "a")
                .containsEntry("stderr", "");
        assertThat(call("cmd.run", Map.of("python_shell", false), "echo 'a  b'")).isEqualTo("a  b");
        assertThat(call("cmd.has_exec", "no-such-program")).isEqualTo(false);
        assertThat(call("cmd.which", "no-such-program")).isNull();
        assertThat(call("cmd.exec_code", "sh", "echo $0 | wc -l | tr -d ' '")).isEqualTo("1");
    }

    @Test
    void aShellsVersionIsFound() {
        assertThat(map("cmd.shell_info", "bash"))
                .containsEntry("installed", true)
                .hasEntrySatisfying(
                        "version", v -> assertThat(String.valueOf(v)).matches("\\d+(\\.\\d+)+"));
        assertThat(map("cmd.shell_info", "fish")).containsEntry("installed", null);
    }

    @Test
    void looksAtAndChangesPackages() {
        assertThat(call("pkg.version", "nginx")).isEqualTo("");
        assertThat(call("pkg.latest_version", Map.of("refresh", false), "nginx"))
                .isEqualTo("1.22-1");
        assertThat(call("pkg.install", "nginx"))
                .isEqualTo(Map.of("nginx", Map.of("new", "1.22-1", "old", "")));
        assertThat(call("pkg.version", "nginx", "curl"))
                .isEqualTo(Map.of("nginx", "1.22-1", "curl", ""));
        assertThat(call("pkg.list_pkgs")).isEqualTo(Map.of("nginx", "1.22-1"));
        assertThat(call("pkg.version_cmp", "1.0", "1.1")).isEqualTo(-1L);
        assertThat(call("pkg.remove", "nginx"))
                .isEqualTo(Map.of("nginx", Map.of("new", "", "old", "1.22-1")));
    }

    @Test
    void looksAtAndChangesServices() {
        assertThat(call("service.available", "nginx")).isEqualTo(true);
        assertThat(call("service.status", "nginx")).isEqualTo(false);
        assertThat(call("service.start", "nginx")).isEqualTo(true);
        assertThat(call("service.status", "ngi*")).isEqualTo(Map.of("nginx", true));
        assertThat(call("service.get_all")).isEqualTo(List.of("nginx"));
    }

    @Test
    void marksPackagesAndTellsWhatChanged() {
        assertThatThrownBy(() -> call("pkg.hold"))
                .isInstanceOf(CallError.class)
                .hasMessage("One of name, pkgs, or sources must be specified.");
        assertThatThrownBy(() ->
                        call("pkg.unhold", Map.of("pkgs", List.of("a"), "sources", List.of("b"))))
                .isInstanceOf(CallError.class)
                .hasMessage("Only one of pkgs or sources can be specified.");
        assertThat(call("pkg.unhold", "nginx"))
                .hasToString(
                        "{nginx={name=nginx, changes={}, result=false, comment=Package nginx does not have a state.}}");
        call("pkg.install", "nginx");
        assertThat(call("pkg.hold", "nginx"))
                .hasToString(
                        "{nginx={name=nginx, changes={old=install, new=hold}, result=true, comment=Package nginx is now being held.}}");
        assertThat(call("pkg.hold", Map.of("sources", List.of(Map.of("nginx", "salt://x")))))
                .hasToString(
                        "{nginx={name=nginx, changes={}, result=true, comment=Package nginx is already set to be held.}}");
        assertThat(call("pkg.unhold", Map.of("pkgs", List.of("nginx"))))
                .hasToString(
                        "{nginx={name=nginx, changes={old=hold, new=install}, result=true, comment=Package nginx is no longer being held.}}");
        assertThat(call("pkg.unhold", "nginx"))
                .hasToString(
                        "{nginx={name=nginx, changes={}, result=true, comment=Package nginx is already set not to be held.}}");
    }

    @Test
    void upgradesAndPurgesPackages() {
        call("pkg.install", "nginx");
        assertThat(call("pkg.upgrade_available", "nginx")).isEqualTo(false);
        assertThat(call("pkg.available_version", "nginx")).isEqualTo("");
        packages.offer("nginx", "1.24-1");
        assertThat(call("pkg.refresh_db")).isEqualTo(Map.of());
        assertThat(call("pkg.upgrade_available", "nginx")).isEqualTo(true);
        assertThat(call("pkg.available_version", "nginx")).isEqualTo("1.24-1");
        assertThat(call("pkg.list_upgrades")).isEqualTo(Map.of("nginx", "1.24-1"));
        assertThat(call("pkg.upgrade"))
                .isEqualTo(Map.of("nginx", Map.of("new", "1.24-1", "old", "1.22-1")));
        assertThat(call("pkg.upgrade")).isEqualTo(Map.of());
        assertThat(call("pkg.purge", "nginx"))
                .isEqualTo(Map.of("nginx", Map.of("new", "", "old", "1.24-1")));
        assertThat(call("pkg.purge", "nginx")).isEqualTo(Map.of());
    }

    @Test
    void switchesServicesOnAndOff() {
        services.add("cron");
        assertThat(call("service.missing", "nope")).isEqualTo(true);
        assertThat(call("service.missing", "cron")).isEqualTo(false);
        assertThat(call("service.offline")).isEqualTo(false);
        assertThat(call("service.enable", "nginx")).isEqualTo(true);
        assertThat(call("service.get_enabled")).isEqualTo(List.of("nginx"));
        assertThat(call("service.get_disabled")).isEqualTo(List.of("cron"));
        assertThat(call("service.restart", "nginx")).isEqualTo(true);
        assertThat(call("service.get_running")).isEqualTo(List.of("nginx"));
        assertThat(call("service.reload", "nginx")).isEqualTo(true);
        assertThat(call("service.force_reload", "nginx")).isEqualTo(true);
        assertThat(call("service.stop", "nginx")).isEqualTo(true);
        assertThat(call("service.disable", "nginx")).isEqualTo(true);
        assertThat(services.acts())
                .containsExactly(
                        "ENABLE nginx",
                        "RESTART nginx",
                        "RELOAD nginx",
                        "RELOAD nginx",
                        "STOP nginx",
                        "DISABLE nginx");
    }

    @Test
    void unmasksAServiceThatIsToStart() {
        assertThat(call("service.unmask", "nginx")).isEqualTo(true);
        assertThat(services.acts()).isEmpty();
        assertThat(call("service.mask", "nginx")).isEqualTo(true);
        assertThat(call("service.mask", Map.of("runtime", true), "nginx")).isEqualTo(true);
        assertThat(call("service.masked", "nginx")).isEqualTo(true);
        assertThat(call("service.start", Map.of("unmask", true, "unmask_runtime", true), "nginx"))
                .isEqualTo(true);
        assertThat(services.acts())
                .containsExactly(
                        "MASK nginx",
                        "RUNTIME_MASK nginx",
                        "UNMASK nginx",
                        "RUNTIME_UNMASK nginx",
                        "START nginx");
    }

    @Test
    void aChangeForAnotherSystemsServicesIsRefused() {
        assertThatThrownBy(() -> call("service.mask", Map.of("root", "/mnt"), "nginx"))
                .isInstanceOf(CallError.class)
                .hasMessage(
                        "service.mask works on this system's services only, not under a 'root'");
        assertThatThrownBy(() -> call("service.disable", Map.of("root", "/mnt"), "nginx"))
                .isInstanceOf(CallError.class)
                .hasMessage(
                        "service.disable works on this system's services only, not under a 'root'");
        assertThat(services.acts()).isEmpty();
    }

    @Test
    void looksAtAndChangesAccounts() {
        assertThat(call("user.info", "nobody-here")).isEqualTo(Map.of());
        assertThat(map("user.info", "root"))
                .containsEntry("home", "/root")
                .containsEntry("groups", List.of("root"))
                .containsEntry("fullname", "root");
        assertThat(call("group.add", "ops")).isEqualTo(true);
        assertThat(call("group.adduser", "ops", "root")).isEqualTo(true);
        assertThat(map("group.info", "ops")).containsEntry("members", List.of("root"));
    }

    @Test
    void looksAtAndChangesHosts() {
        call("hosts.add_host", "10.0.0.1", "db");
        assertThat(call("hosts.get_ip", "db")).isEqualTo("10.0.0.1");
        assertThat(call("hosts.has_pair", "10.0.0.1", "db")).isEqualTo(true);
        assertThat(call("hosts.list_hosts"))
                .isEqualTo(Map.of("10.0.0.1", Map.of("aliases", List.of("db"))));
    }

    /** Salt writes every line anew. */
    @Test
    void aChangeOfOneHostLeavesTheOthersWhiteSpace() {
        Path hosts = Path.of("/etc/hosts");
        files.write(hosts, "127.0.0.1 localhost\n10.0.0.1   db  db1\n");
        assertThat(call("hosts.get_alias", "10.0.0.1")).isEqualTo(List.of("db", "db1"));
        assertThat(call("hosts.set_comment", "10.0.0.1", "ours")).isEqualTo(true);
        assertThat(call("hosts.rm_host", "10.0.0.1", "db1")).isEqualTo(true);
        assertThat(files.text(hosts)).isEqualTo("127.0.0.1 localhost\n10.0.0.1\t\tdb\t\t# ours\n");
        assertThat(call("hosts.set_host", Map.of("comment", "x"), "10.0.0.2", "a b"))
                .isEqualTo(true);
        assertThat(call("hosts.rm_host", "10.0.0.1", "db")).isEqualTo(true);
        assertThat(files.text(hosts)).isEqualTo("127.0.0.1 localhost\n10.0.0.2\t\ta b\t\t# x\n");
    }

    @Test
    void systemdReadsItsUnitFilesAnew() {
        assertThat(call("service.systemctl_reload")).isEqualTo(true);
        assertThat(services.acts()).containsExactly("READ UNIT FILES");
    }

    @Test
    void commandsSeeWhatEnvironSets() {
        functions.add(new EnvironModule(Map.of("HOME", "/", "PATH", "/usr/bin:/bin")).functions());
        TestMinion minion = new TestMinion(root, Map.of(), root);
        assertThat(on(minion, "environ.setval", "PD_COLOUR", "red")).isEqualTo("red");
        assertThat(on(minion, "cmd.shell", "echo $PD_COLOUR")).isEqualTo("red");
        assertThat(on(minion, "environ.get", "PD_COLOUR")).isEqualTo("red");
        assertThat(on(minion, "environ.setval", "PD_COLOUR", false, true)).isNull();
        assertThat(on(minion, "cmd.shell", "echo -${PD_COLOUR-none}-")).isEqualTo("-none-");
        assertThat(on(minion, "environ.has_value", "PD_COLOUR")).isEqualTo(false);
        assertThat(on(minion, "environ.setenv", Map.of("PD_COLOUR", 1L))).isEqualTo(false);
    }

    private @Nullable Object on(TestMinion minion, String name, @Nullable Object... args) {
        ExecutionFunction function = functions.find(name).orElseThrow();
        return function.body()
                .call(minion, function.signature().bind(name, Arrays.asList(args), Map.of()));
    }

    @Test
    void theCommentsPartsAreSetOneByOne() {
        call("user.add", Map.of("fullname", "Ann"), "ann");
        assertThat(call("user.chhomephone", "ann", "12")).isEqualTo(true);
        assertThat(accounts.user("ann").orElseThrow().comment()).isEqualTo("Ann,,,12");
        assertThat(call("user.chfullname", "ann", "Anne")).isEqualTo(true);
        assertThat(call("user.chhomephone", "ann", "")).isEqualTo(true);
        assertThat(accounts.user("ann").orElseThrow().comment()).isEqualTo("Anne");
        assertThatThrownBy(() -> call("user.chother", "nobody-here", "x"))
                .isInstanceOf(CallError.class)
                .hasMessage("\"getpwnam(): name not found: 'nobody-here'\"");
    }

    @Test
    void aChangeForAnotherSystemsAccountsIsRefused() {
        call("user.add", "ann");
        assertThatThrownBy(() -> call("user.delete", Map.of("root", "/mnt"), "ann"))
                .isInstanceOf(CallError.class)
                .hasMessage("user.delete works on this system's accounts only, not under a 'root'");
        assertThat(accounts.user("ann")).isPresent();
    }

    @Test
    void aUsersAttributesAreSetOnlyWhereTheyDiffer() {
        call("user.add", Map.of("shell", "/bin/sh", "uid", 1500L), "ann");
        assertThat(call("user.chshell", "ann", "/bin/zsh")).isEqualTo(true);
        assertThat(call("user.chuid", "ann", 1600L)).isEqualTo(true);
        assertThat(call("user.chhome", "ann", "/srv/ann")).isEqualTo(true);
        assertThat(accounts.user("ann").orElseThrow())
                .extracting("shell", "uid", "home")
                .containsExactly("/bin/zsh", 1600L, "/srv/ann");
        call("group.add", "ops");
        assertThat(call("user.chgroups", Map.of("append", true), "ann", List.of("ops")))
                .isEqualTo(true);
        assertThat(call("group.deluser", "ops", "ann")).isEqualTo(true);
        assertThat(call("group.adduser", "no-group", "ann")).isEqualTo(false);
        assertThat(accounts.group("ops").orElseThrow().members()).isEmpty();
        assertThat(call("group.chgid", "ops", 77L)).isEqualTo(true);
        assertThat(call("group.delete", "ops")).isEqualTo(true);
        assertThat(accounts.group("ops")).isEmpty();
    }

    @Test
    void takesARepositoryOutOfItsFile() {
        files.makeDirectories(Path.of("/etc/apt/sources.list.d"));
        files.write(
                Path.of("/etc/apt/sources.list"),
                "# ours\ndeb http://a.example/ stable main more\ndeb http://b.example x main\n");
        files.write(
                Path.of("/etc/apt/sources.list.d/c.list"), "deb http://c.example stable main\n");

        assertThat(call("pkg.del_repo", "deb http://a.example stable more"))
                .isEqualTo(
                        "Repo 'deb http://a.example stable more' has been removed from /etc/apt/sources.list.\n");
        assertThat(files.text(Path.of("/etc/apt/sources.list")))
                .isEqualTo(
                        "# ours\ndeb http://a.example/ stable main\ndeb http://b.example x main\n");
        assertThat(call("pkg.del_repo", "deb http://c.example stable main"))
                .isEqualTo(
                        "File /etc/apt/sources.list.d/c.list containing repo 'deb http://c.example stable main' has been removed.");
        assertThat(files.exists(Path.of("/etc/apt/sources.list.d/c.list"))).isFalse();
        assertThatThrownBy(() -> call("pkg.del_repo", "deb http://c.example stable main"))
                .hasMessage(
                        "Repo deb http://c.example stable main doesn't exist in the sources.list(s)");
    }

    @Test
    void anEditWithoutABackupIsMadeInPlace() {
        files.write(Path.of("/etc/app"), "one two\n");
        call("file.psed", Map.of("backup", ""), "/etc/app", "two", "three");
        assertThat(files.text(Path.of("/etc/app"))).isEqualTo("one three\n");
        assertThat(files.list(Path.of("/etc"))).containsExactly("app");
    }

    @Test
    void openFilesAreThoseOfProcessesAndTheirThreads() {
        files.write(Path.of("/etc/app"), "");
        files.write(Path.of("/bin-of-it"), "");
        files.makeDirectories(Path.of("/proc/12/fd"));
        files.makeDirectories(Path.of("/proc/12/task/12/fd"));
        files.makeDirectories(Path.of("/proc/7/fd"));
        files.makeDirectories(Path.of("/proc/sys"));
        files.symlink(Path.of("/proc/12/fd/3"), Path.of("/etc/app"));
        files.symlink(Path.of("/proc/12/fd/4"), Path.of("socket:[5]"));
        files.symlink(Path.of("/proc/12/fd/5"), Path.of("/gone"));
        files.symlink(Path.of("/proc/7/fd/0"), Path.of("/etc/app"));
        files.symlink(Path.of("/proc/12/task/12/exe"), Path.of("/bin-of-it"));
        assertThat(call("file.open_files", Map.of("by_pid", true)))
                .isEqualTo(Map.of(12L, List.of("/bin-of-it", "/etc/app"), 7L, List.of("/etc/app")));
        assertThat(map("file.open_files").get("/bin-of-it")).isEqualTo(List.of(12L));
        assertThat(map("file.open_files").get("/etc/app"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder(7L, 12L);
    }
}
