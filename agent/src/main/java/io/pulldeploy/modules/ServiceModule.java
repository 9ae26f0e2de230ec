package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.ProgramRefused;
import io.pulldeploy.system.Services;
import io.pulldeploy.system.Services.Action;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The {@code service} functions. */
public final class ServiceModule {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceModule.class);
    private static final String STARTS = "name, no_block=False, unmask=False, unmask_runtime=False";
    private static final String MASKS = "name, runtime=False, root=None";

    /** Properties that hold several words. */
    private static final Set<String> LISTS = Set.of("Before", "After", "Wants");

    private final Services services;
    private final Programs programs;
    private final FunctionList functions = new FunctionList("service");

    public ServiceModule(Host host) {
        this.services = host.services();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        asks("available", "Whether the machine knows a service.", "name", services::exists);
        asks(
                "missing",
                "Whether the machine does not know a service.",
                "name",
                n -> !services.exists(n));
        asks(
                "enabled",
                "Whether a service starts at boot.",
                "name, root=None, **kwargs",
                services::isEnabled);
        asks(
                "disabled",
                "Whether a service does not start at boot.",
                "name, root=None",
                n -> !services.isEnabled(n));
        acts("start", "Starts a service.", STARTS, Action.START);
        acts("stop", "Stops a service.", "name, no_block=None", Action.STOP);
        acts(
                "restart",
                "Restarts a service.",
                "name, no_block=None, unmask=False, unmask_runtime=False",
                Action.RESTART);
        String reload = "Makes a service read its configuration anew.";
        acts("reload", reload, STARTS, Action.RELOAD);
        acts(
                "force_reload",
                reload,
                "name, no_block=True, unmask=False, unmask_runtime=False",
                Action.RELOAD);
        acts(
                "enable",
                "Lets a service start at boot.",
                STARTS + ", root=None, **kwargs",
                Action.ENABLE);
        acts(
                "disable",
                "Keeps a service from starting at boot.",
                "name, no_block=False, root=None, **kwargs",
                Action.DISABLE);
        masks(
                "mask",
                "Keeps a service from being started.",
                (name, runtime) -> services.act(runtime ? Action.RUNTIME_MASK : Action.MASK, name));
        masks("unmask", "Lets a service be started.", this::unmask);
        lists("get_all", "Every service, sorted.", _ -> true);
        lists("get_enabled", "The services that start at boot, sorted.", services::isEnabled);
        lists(
                "get_disabled",
                "The services that do not start at boot, sorted.",
                n -> !services.isEnabled(n));
        functions.add(
                "get_running",
                "The services that run, sorted.",
                "",
                (_, _) -> services.names().stream().filter(services::isRunning).sorted().toList());
        return functions
                .add(
                        "masked",
                        "Whether a service cannot be started.",
                        MASKS,
                        (_, a) -> services.isMasked(a.string("name"), a.flag("runtime")))
                .add(
                        "status",
                        "Whether a service runs; of a pattern, which ones do.",
                        "name, sig=None",
                        (_, a) -> status(a))
                .add(
                        "offline",
                        "Whether systemd is installed, but does not run.",
                        "",
                        (_, _) -> services.offline())
                .add(
                        "systemctl_reload",
                        "Makes systemd read its unit files anew.",
                        "",
                        (_, _) -> {
                            services.readUnitFiles();
                            return true;
                        })
                .add(
                        "get_static",
                        "The units that can be neither enabled nor disabled, sorted.",
                        "root=None",
                        (_, _) -> staticUnits())
                .add(
                        "show",
                        "Systemd's properties of a unit.",
                        "name, root=None",
                        (_, a) -> show(a.string("name")))
                .add(
                        "execs",
                        "The program that each service starts.",
                        "root=None",
                        (_, _) -> programsOfServices())
                .add(
                        "firstboot",
                        "Sets a machine's basic settings with systemd-firstboot.",
                        "locale=None, locale_message=None, keymap=None, timezone=None, hostname=None, machine_id=None, root=None",
                        (_, a) -> firstBoot(a))
                .all();
    }

    private void asks(String name, String doc, String signature, Predicate<String> test) {
        functions.add(name, doc, signature, (_, a) -> test.test(a.string("name")));
    }

    private void acts(String name, String doc, String signature, Action action) {
        functions.add(
                name,
                doc,
                signature,
                (_, a) -> {
                    refuseRoot(name, a);
                    if (a.names().contains("unmask") && a.flag("unmask")) {
                        unmask(a.string("name"), false);
                    }
                    if (a.names().contains("unmask_runtime") && a.flag("unmask_runtime")) {
                        unmask(a.string("name"), true);
                    }
                    try {
                        services.act(action, a.string("name"));
                        return true;
                    } catch (ProgramRefused e) {
                        // Salt gives the reason for what starts something only.
                        if (services.tellsWhy()
                                && action != Action.STOP
                                && action != Action.DISABLE) {
                            throw e;
                        }
                        LOG.error("{}", e.getMessage());
                        return false;
                    }
                });
    }

    /** A change meant for another system's services must not reach this one's. */
    private static void refuseRoot(String function, Arguments args) {
        if (args.names().contains("root") && args.value("root") != null) {
            throw new CallError(
                    "service."
                            + function
                            + " works on this system's services only, not under a 'root'");
        }
    }

    private void unmask(String name, boolean runtime) {
        if (services.isMasked(name, runtime)) {
            services.act(runtime ? Action.RUNTIME_UNMASK : Action.UNMASK, name);
        }
    }

    private void masks(String name, String doc, BiConsumer<String, Boolean> change) {
        functions.add(
                name,
                doc,
                MASKS,
                (_, a) -> {
                    refuseRoot(name, a);
                    change.accept(a.string("name"), a.flag("runtime"));
                    return true;
                });
    }

    private void lists(String name, String doc, Predicate<String> test) {
        functions.add(
                name,
                doc,
                "root=None",
                (_, _) -> services.names().stream().filter(test).sorted().toList());
    }

    private Object status(Arguments args) {
        String name = args.string("name");
        if (!Fnmatch.isPattern(name)) {
            return services.isRunning(name);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        services.names().stream()
                .filter(n -> Fnmatch.matches(n, name))
                .forEach(n -> all.put(n, services.isRunning(n)));
        return all;
    }

    private List<String> staticUnits() {
        TreeSet<String> units = new TreeSet<>();
        for (String line :
                programs.lines(
                        "systemctl", "--full", "--no-legend", "--no-pager", "list-unit-files")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 1 && words[1].equals("static")) {
                String suffix = ".service";
                units.add(
                        words[0].endsWith(suffix)
                                ? words[0].substring(0, words[0].length() - suffix.length())
                                : words[0]);
            }
        }
        return List.copyOf(units);
    }

    private Map<String, @Nullable Object> show(String name) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        for (String line : programs.lines("systemctl", "show", unit(name))) {
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            String value = equals < 0 ? "" : line.substring(equals + 1);
            properties.put(key, value.startsWith("{") ? fields(value) : listed(key, value));
        }
        return properties;
    }

    private static Object listed(String key, String value) {
        return LISTS.contains(key)
                ? value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"))
                : value;
    }

    /** What systemd writes as {@code { path=/usr/sbin/sshd ; argv[]=… }}. */
    private static Map<String, @Nullable Object> fields(String value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String item : value.replace("{", "").replace("}", "").split(" ; ")) {
            String[] parts = item.split("=", -1);
            fields.put(parts[0].strip(), parts.length > 1 ? parts[1].strip() : "");
        }
        return fields;
    }

    private static String unit(String name) {
        return name.matches(
                        ".*\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)")
                ? name
                : name + ".service";
    }

    private Map<String, @Nullable Object> programsOfServices() {
        Map<String, @Nullable Object> paths = new LinkedHashMap<>();
        for (String name : new TreeSet<>(services.names())) {
            if (show(name).get("ExecStart") instanceof Map<?, ?> start) {
                paths.put(name, start.get("path"));
            }
        }
        return paths;
    }

    private boolean firstBoot(Arguments args) {
        List<String> command = new ArrayList<>(List.of("systemd-firstboot"));
        for (String parameter :
                List.of("locale", "locale_message", "keymap", "timezone", "hostname", "root")) {
            args.text(parameter)
                    .ifPresent(v -> command.add("--" + parameter.replace('_', '-') + "=" + v));
        }
        args.text("machine_id").ifPresent(v -> command.add("--machine-id=" + v));
        Completed done = programs.run(command);
        if (!done.succeeded()) {
            throw new CallError("systemd-firstboot error: " + done.errors().strip());
        }
        return true;
    }
}
