package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.Accounts.Shadow;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code shadow.*}: passwords and their ages. */
public final class ShadowModule {
    private static final Path FILE = Path.of("/etc/shadow");
    private static final int FIELDS = 9;

    private final Host host;
    private final FileTree files;
    private final Accounts accounts;
    private final Programs programs;

    public ShadowModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.accounts = host.accounts();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        FunctionList functions = new FunctionList("shadow");
        age(functions, "set_inactdays", "inactdays", "inact", "-I", true);
        age(functions, "set_maxdays", "maxdays", "max", "-M", true);
        age(functions, "set_mindays", "mindays", "min", "-m", true);
        age(functions, "set_warndays", "warndays", "warn", "-W", true);
        age(functions, "set_date", "date", "lstchg", "-d", false);
        age(functions, "set_expire", "expire", "expire", "-E", false);
        return functions
                .add(
                        "info",
                        "A user's password and its ages; all empty if there is none.",
                        "name, root=None",
                        (_, a) -> info(a.string("name")))
                .add(
                        "gen_password",
                        "A password's hash.",
                        "password, crypt_salt=None, algorithm='sha512'",
                        (m, a) -> {
                            Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
                            for (String name : List.of("password", "crypt_salt", "algorithm")) {
                                wanted.put(name, a.value(name));
                            }
                            return m.call("random.shadow_hash", List.of(), wanted);
                        })
                .add("default_hash", "What stands for no password.", "", (_, _) -> "!")
                .add(
                        "list_users",
                        "The users with a password entry.",
                        "root=None",
                        (_, _) -> users())
                .add(
                        "set_password",
                        "Sets a password's hash.",
                        "name, password, use_usermod=False, root=None",
                        (_, a) -> setPassword(a))
                .add(
                        "del_password",
                        "Lets a user log in without a password.",
                        "name, root=None",
                        (_, a) -> {
                            programs.run("passwd", "-d", a.string("name"));
                            return password(a).filter(String::isEmpty).isPresent();
                        })
                .add("lock_password", "Locks a password.", "name, root=None", (_, a) -> lock(a))
                .add("unlock_password", "Unlocks it.", "name, root=None", (_, a) -> unlock(a))
                .all();
    }

    private void age(
            FunctionList functions,
            String name,
            String parameter,
            String key,
            String option,
            boolean check) {
        functions.add(
                name,
                "Sets an age of a password, in days.",
                "name, " + parameter + ", root=None",
                (_, a) -> {
                    String user = a.string("name");
                    Object value = a.value(parameter);
                    Map<String, @Nullable Object> before = info(user);
                    if ("".equals(before.get("name"))) {
                        return false;
                    }
                    if (Texts.str(value).equals(Texts.str(before.get(key)))) {
                        return true;
                    }
                    boolean done =
                            programs.run("chage", option, Texts.str(value), user).succeeded();
                    return check ? Texts.str(value).equals(Texts.str(info(user).get(key))) : done;
                });
    }

    private Map<String, @Nullable Object> info(String name) {
        Optional<Shadow> found = accounts.shadow(name);
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("name", found.map(Shadow::name).orElse(""));
        info.put("passwd", found.map(Shadow::password).orElse(""));
        info.put("lstchg", days(found.map(Shadow::lastChange)));
        info.put("min", days(found.map(Shadow::min)));
        info.put("max", days(found.map(Shadow::max)));
        info.put("warn", days(found.map(Shadow::warn)));
        info.put("inact", days(found.map(Shadow::inactive)));
        info.put("expire", days(found.map(Shadow::expire)));
        return info;
    }

    private static Object days(Optional<Long> days) {
        return days.isPresent() ? (Object) days.get() : "";
    }

    private List<String> users() {
        return files.textIfPresent(FILE)
                .orElse("")
                .lines()
                .map(line -> line.split(":", 2)[0])
                .sorted()
                .toList();
    }

    private Optional<String> password(Arguments args) {
        return accounts.shadow(args.string("name")).map(Shadow::password);
    }

    private boolean lock(Arguments args) {
        Optional<String> before = password(args);
        if (before.isEmpty() || before.get().startsWith("!")) {
            return before.isPresent();
        }
        programs.run("passwd", "-l", args.string("name"));
        return password(args).filter(p -> p.startsWith("!")).isPresent();
    }

    private boolean unlock(Arguments args) {
        Optional<String> before = password(args);
        if (before.isEmpty() || !before.get().startsWith("!")) {
            return before.isPresent();
        }
        programs.run("passwd", "-u", args.string("name"));
        return password(args).filter(p -> !p.startsWith("!")).isPresent();
    }

    private Object setPassword(Arguments args) {
        String name = args.string("name");
        String password = args.string("password");
        if (accounts.user(name).isEmpty()) {
            return false;
        }
        if (args.flag("use_usermod")) {
            programs.run("usermod", "-p", password, name);
        } else if (files.isFile(FILE)) {
            write(name, password);
        } else {
            return Map.of();
        }
        return password(args).filter(password::equals).isPresent();
    }

    private void write(String name, String password) {
        String today = "" + LocalDate.now(host.clock()).toEpochDay();
        List<String> lines = new ArrayList<>();
        boolean found = false;
        for (String line : Texts.linesWithEnds(files.text(FILE))) {
            List<String> fields = new ArrayList<>(List.of(line.strip().split(":", -1)));
            if (!fields.getFirst().equals(name)) {
                lines.add(line);
                continue;
            }
            while (fields.size() < FIELDS) {
                fields.add("");
            }
            fields.set(1, password);
            fields.set(2, today);
            lines.add(String.join(":", fields) + "\n");
            found = true;
        }
        if (!found) {
            lines.add(name + ":" + password + ":" + today + "::::::\n");
        }
        files.write(FILE, String.join("", lines));
    }
}
