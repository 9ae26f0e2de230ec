package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The modules that Salt does not load on a minion with such grains. States of other systems are
 * often compiled on Linux, with grains that say so; a {@code watch} of a service is a {@code
 * require} then, because no service state is there to react.
 *
 * @param functions the missing modules of execution functions, with the reason
 * @param states the missing state modules, with the reason
 */
public record VirtualModules(Map<String, String> functions, Map<String, String> states) {
    /** Nothing is missing. */
    public static final VirtualModules NONE = new VirtualModules(Map.of(), Map.of());

    private static final Set<String> YUM_SYSTEMS =
            Set.of(
                    "amazon",
                    "xcp",
                    "xenserver",
                    "virtuozzolinux",
                    "virtuozzo",
                    "issabel pbx",
                    "openeuler",
                    "vmware photon os");

    /**
     * @param program whether a program of that name is on the path
     */
    public static VirtualModules of(
            Map<String, @Nullable Object> grains, Predicate<String> program) {
        String kernel = text(grains, "kernel");
        boolean linux = kernel.equals("Linux");
        boolean bsd = kernel.equals("FreeBSD") || kernel.equals("DragonFly");
        boolean otherUnix = kernel.equals("OpenBSD") || kernel.equals("NetBSD");
        Map<String, Boolean> loaded = new LinkedHashMap<>();
        loaded.put("user", linux || bsd || otherUnix || kernel.equals("AIX"));
        loaded.put("group", linux || bsd || otherUnix);
        loaded.put("shadow", linux);
        loaded.put("service", linux);
        loaded.put("kmod", linux);
        loaded.put("sysctl", linux || kernel.equals("Darwin"));
        loaded.put("lowpkg", hasLowPackages(grains, program));
        loaded.put("pkg", hasPackages(grains, kernel, program));
        loaded.values().removeIf(there -> there);
        Map<String, String> states = new LinkedHashMap<>();
        if (loaded.containsKey("service")) {
            String system = text(grains, grains.containsKey("osfinger") ? "osfinger" : "os");
            states.put(
                    "service",
                    "No service execution module loaded: check support for service management on "
                            + system
                            + " ");
        }
        if (loaded.containsKey("sysctl")) {
            states.put("sysctl", "sysctl module could not be loaded");
        }
        if (loaded.containsKey("kmod")) {
            states.put("kmod", "kmod module could not be loaded");
        }
        if (loaded.containsKey("pkg")) {
            states.put("pkg", "pkg module could not be loaded");
        }
        Map<String, String> functions = new LinkedHashMap<>();
        loaded.keySet()
                .forEach(
                        module -> functions.put(module, module + " is not there on such a system"));
        return new VirtualModules(Map.copyOf(functions), Map.copyOf(states));
    }

    private static boolean hasPackages(
            Map<String, @Nullable Object> grains, String kernel, Predicate<String> program) {
        String family = text(grains, "os_family").toLowerCase(Locale.ROOT);
        if (isOfRpm(grains, family)) {
            return program.test("dnf") || program.test("yum");
        }
        return switch (family) {
            case "debian", "arch" -> true;
            case "suse" -> program.test("zypper");
            default -> text(grains, "os").equals("FreeBSD") || kernel.equals("DragonFly");
        };
    }

    private static boolean hasLowPackages(
            Map<String, @Nullable Object> grains, Predicate<String> program) {
        String family = text(grains, "os_family").toLowerCase(Locale.ROOT);
        return family.equals("debian")
                || ((isOfRpm(grains, family) || family.equals("suse")) && program.test("rpm"));
    }

    private static boolean isOfRpm(Map<String, @Nullable Object> grains, String family) {
        return family.equals("redhat")
                || YUM_SYSTEMS.contains(text(grains, "os").toLowerCase(Locale.ROOT));
    }

    private static String text(Map<String, @Nullable Object> grains, String grain) {
        return grains.get(grain) instanceof String text ? text : "";
    }
}
