package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code test.provider}: which file of Salt's has the functions of a module on such a machine.
 * Templates ask it which init system they write for.
 */
public final class ProviderModule {
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    /** The files that are not named as their module is. */
    private static final Map<String, String> FILES =
            Map.of(
                    "cmd", "cmdmod",
                    "group", "groupadd",
                    "ini", "ini_manage",
                    "locale", "localemod",
                    "log", "logmod",
                    "random", "mod_random",
                    "shadow", "linux_shadow",
                    "sys", "minion",
                    "sysctl", "linux_sysctl",
                    "user", "useradd");

    private static final Set<String> DEBIAN_SERVICES = Set.of("Debian", "Raspbian", "Devuan");
    private static final Set<String> RED_HAT_SERVICES = Set.of("Amazon", "ALT", "VirtuozzoLinux");
    private static final Set<String> UPSTART_SERVICES =
            Set.of("Ubuntu", "Linaro", "elementary OS", "Mint");

    /** What {@code init} is where the oldest of all service modules is used. */
    private static final Set<String> PLAIN_INIT = Set.of("", "sysvinit", "unknown");

    private final FileTree files;
    private final Programs programs;

    public ProviderModule(Host host) {
        files = host.files();
        programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "test.provider",
                        "The file of Salt's that has the functions of a module.",
                        "module",
                        (minion, args) -> provider(minion, args.string("module"))),
                new ExecutionFunction(
                        "test.providers",
                        "The modules by the files of Salt's that have their functions.",
                        "",
                        (minion, _) -> providers(minion)));
    }

    private Map<String, Object> providers(Minion minion) {
        Map<String, Object> providers = new LinkedHashMap<>();
        if (minion.call("sys.list_modules", List.of(), Map.of()) instanceof List<?> modules) {
            for (Object module : modules) {
                String name = String.valueOf(module);
                providers.putIfAbsent(provider(minion, name), name);
            }
        }
        return providers;
    }

    private String provider(Minion minion, String module) {
        boolean there =
                minion.call("sys.list_functions", List.of(module), Map.of()) instanceof List<?> l
                        && !l.isEmpty();
        if (!there) {
            return "";
        }
        return switch (module) {
            case "service" -> services(grain(minion, "os"), grain(minion, "init"));
            case "pkg" ->
                    switch (grain(minion, "os_family").toLowerCase(Locale.ROOT)) {
                        case "debian" -> "aptpkg";
                        case "suse" -> "zypperpkg";
                        case "arch" -> "pacmanpkg";
                        case "freebsd" -> "pkgng";
                        default -> "yumpkg";
                    };
            case "lowpkg" ->
                    grain(minion, "os_family").equals("Debian") ? "dpkg_lowpkg" : "rpm_lowpkg";
            default -> FILES.getOrDefault(module, module);
        };
    }

    private String services(String os, String init) {
        if (files.isDirectory(SYSTEMD)) {
            return "systemd_service";
        }
        if (DEBIAN_SERVICES.contains(os)) {
            return "debian_service";
        }
        if (RED_HAT_SERVICES.contains(os)) {
            return "rh_service";
        }
        if (!UPSTART_SERVICES.contains(os) && PLAIN_INIT.contains(init)) {
            return "linux_service";
        }
        if (programs.has("systemctl")) {
            return "systemd_service";
        }
        return UPSTART_SERVICES.contains(os) ? "upstart_service" : "";
    }

    private static String grain(Minion minion, String name) {
        return Objects.toString(minion.grains().get(name), "");
    }
}
