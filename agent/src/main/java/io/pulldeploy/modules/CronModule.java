package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** {@code cron.*}: the users' crontabs. */
public final class CronModule {
    private static final List<String> TIMES =
            List.of("minute", "hour", "daymonth", "month", "dayweek");
    private static final String JOB =
            "user, minute, hour, daymonth, month, dayweek, cmd, commented=False, comment=None, identifier=None";
    private static final String NO_JOB =
            "user, cmd, minute=None, hour=None, daymonth=None, month=None, dayweek=None, identifier=None";

    private final Host host;
    private final Crontabs crontabs;

    public CronModule(Host host, RandomGenerator random) {
        this.host = host;
        this.crontabs = new Crontabs(host.processes(), random);
    }

    public List<ExecutionFunction> functions() {
        String removes = "Takes a job out of a crontab.";
        return new FunctionList("cron")
                .add("raw_cron", "A crontab's text.", "user", (_, a) -> Crontab.raw(text(a)))
                .add(
                        "list_tab",
                        "A crontab's parts.",
                        "user",
                        (_, a) -> Crontab.parse(text(a)).listed())
                .add("ls", "A crontab's parts.", "user", (_, a) -> Crontab.parse(text(a)).listed())
                .add(
                        "get_entry",
                        "An entry by its identifier or command; False if there is none.",
                        "user, identifier=None, cmd=None",
                        (_, a) -> entry(a))
                .add("set_job", "Puts a job into a crontab.", JOB, (_, a) -> setJob(a))
                .add(
                        "set_special",
                        "Puts an entry such as @reboot into a crontab.",
                        "user, special, cmd, commented=False, comment=None, identifier=None",
                        (_, a) -> setSpecial(a))
                .add("rm_job", removes, NO_JOB, (_, a) -> removeJob(a))
                .add("rm", removes, NO_JOB, (_, a) -> removeJob(a))
                .add(
                        "rm_special",
                        "Takes an entry such as @reboot out of a crontab.",
                        "user, cmd, special=None, identifier=None",
                        (_, a) ->
                                crontabs.removeSpecial(
                                        user(a),
                                        a.string("cmd"),
                                        a.value("special"),
                                        a.value("identifier")))
                .add(
                        "set_env",
                        "Sets a variable of a crontab.",
                        "user, name, value=None",
                        (_, a) -> crontabs.setVariable(user(a), a.string("name"), a.value("value")))
                .add(
                        "rm_env",
                        "Takes a variable out of a crontab.",
                        "user, name",
                        (_, a) -> crontabs.removeVariable(user(a), a.string("name")))
                .add(
                        "write_cron_file",
                        "Makes a file's text a crontab.",
                        "user, path",
                        (_, a) -> writeFile(a))
                .all();
    }

    private String user(Arguments args) {
        if (host.processes().which("crontab").isEmpty()) {
            throw new CallError("Cannot load cron module: crontab command not found");
        }
        return args.string("user");
    }

    private String text(Arguments args) {
        return crontabs.text(user(args));
    }

    private Object entry(Arguments args) {
        String key = args.flag("identifier") ? "identifier" : "cmd";
        Object wanted = args.value(key);
        return crontabs.of(user(args)).entries().stream()
                .filter(e -> wanted != null && wanted.equals(e.get(key)))
                .map(Object.class::cast)
                .findFirst()
                .orElse(false);
    }

    private static Map<String, @Nullable Object> common(Arguments args) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("cmd", args.string("cmd"));
        entry.put("identifier", args.value("identifier"));
        entry.put("comment", args.value("comment"));
        entry.put("commented", args.value("commented"));
        return entry;
    }

    private String setJob(Arguments args) {
        Map<String, @Nullable Object> job = common(args);
        TIMES.forEach(time -> job.put(time, Texts.str(args.value(time)).toLowerCase(Locale.ROOT)));
        return crontabs.set(user(args), job);
    }

    private String setSpecial(Arguments args) {
        Map<String, @Nullable Object> special = common(args);
        special.put("spec", args.string("special"));
        return crontabs.set(user(args), special);
    }

    private String removeJob(Arguments args) {
        Map<String, @Nullable Object> times = new LinkedHashMap<>();
        TIMES.forEach(time -> times.put(time, args.value(time)));
        return crontabs.removeJob(user(args), args.string("cmd"), args.value("identifier"), times);
    }

    private boolean writeFile(Arguments args) {
        String text = host.files().text(Path.of(args.string("path")));
        return crontabs.write(user(args), text).succeeded();
    }
}
