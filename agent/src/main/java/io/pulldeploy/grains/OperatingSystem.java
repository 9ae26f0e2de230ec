package io.pulldeploy.grains;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The distribution, as Salt names it after os-release and lsb-release. */
final class OperatingSystem {
    private static final Pattern LSB =
            Pattern.compile(
                    "^(DISTRIB_(?:ID|RELEASE|CODENAME|DESCRIPTION))=(?:'|\")?([\\w\\s.\\-_]+)(?:'|\")?");
    private static final Pattern ASSIGNMENT = Pattern.compile("^([a-zA-Z0-9_]+)=(['\"]?)(.*)\\2$");
    private static final Pattern UNESCAPE = Pattern.compile("\\\\([\\\\$\"'`])");
    private static final Pattern LINUX =
            Pattern.compile("\\W(?:gnu/)?linux", Pattern.CASE_INSENSITIVE);
    private static final Pattern VERSION_WITH_CODENAME =
            Pattern.compile("\\d[\\d.+\\-a-z]* \\((?<codename>.+)\\).*");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\((.+?)\\)");
    private static final String RED_HAT = "RedHat";
    private static final String DEBIAN = "Debian";

    /** The first ten letters of a full name to the short name that Salt has always used. */
    private static final Map<String, String> SHORT_NAMES =
            Map.ofEntries(
                    Map.entry("redhatente", RED_HAT),
                    Map.entry("debian", DEBIAN),
                    Map.entry("raspbian", "Raspbian"),
                    Map.entry("amazonami", "Amazon"),
                    Map.entry("enterprise", "OEL"),
                    Map.entry("oracleserv", "OEL"),
                    Map.entry("cloudlinux", "CloudLinux"),
                    Map.entry("almalinux", "AlmaLinux"),
                    Map.entry("scientific", "ScientificLinux"),
                    Map.entry("sles", "SUSE"),
                    Map.entry("linuxmint", "Mint"),
                    Map.entry("rocky", "Rocky"),
                    Map.entry("arch", "Arch"),
                    Map.entry("photon", "VMware Photon OS"));

    private static final Map<String, String> FAMILIES =
            Map.ofEntries(
                    Map.entry("Ubuntu", DEBIAN),
                    Map.entry("Mint", DEBIAN),
                    Map.entry("Raspbian", DEBIAN),
                    Map.entry("Kali", DEBIAN),
                    Map.entry("Fedora", RED_HAT),
                    Map.entry("CentOS", RED_HAT),
                    Map.entry("CentOS Stream", RED_HAT),
                    Map.entry("Amazon", RED_HAT),
                    Map.entry("CloudLinux", RED_HAT),
                    Map.entry("AlmaLinux", RED_HAT),
                    Map.entry("OEL", RED_HAT),
                    Map.entry("ScientificLinux", RED_HAT),
                    Map.entry("Rocky", RED_HAT),
                    Map.entry("VMware Photon OS", RED_HAT),
                    Map.entry("SLES", "Suse"),
                    Map.entry("SUSE", "Suse"),
                    Map.entry("openSUSE Leap", "Suse"),
                    Map.entry("openSUSE Tumbleweed", "Suse"));

    /** Whose full name is not what {@code osfinger} starts with. */
    private static final Set<String> FINGER_BY_OS = Set.of(DEBIAN, "Raspbian", "AlmaLinux");

    /** Whose whole release, not its first part, ends {@code osfinger}. */
    private static final Set<String> FINGER_BY_RELEASE = Set.of("Ubuntu", "Pop", "NixOS");

    private final Probe machine;

    OperatingSystem(Probe machine) {
        this.machine = machine;
    }

    Map<String, @Nullable Object> grains(String cpuarch) {
        Map<String, String> osRelease = osRelease();
        Map<String, @Nullable Object> grains = new LinkedHashMap<>(lsbRelease());
        names(osRelease).forEach(grains::put);
        complete(grains, osRelease);
        grains.put("osarch", osarch(String.valueOf(grains.get("os_family")), cpuarch));
        release(grains);
        return grains;
    }

    private Map<String, String> lsbRelease() {
        Map<String, String> lsb = new LinkedHashMap<>();
        for (String line : machine.lines("/etc/lsb-release")) {
            Matcher matcher = LSB.matcher(line);
            if (matcher.lookingAt()) {
                lsb.put(
                        "lsb_" + matcher.group(1).toLowerCase(Locale.ROOT),
                        matcher.group(2).stripTrailing());
            }
        }
        return lsb;
    }

    private Map<String, String> osRelease() {
        String path = machine.isFile("/etc/os-release") ? "/etc/os-release" : "/usr/lib/os-release";
        Map<String, String> values = new LinkedHashMap<>();
        if (machine.isFile(path)) {
            values.put("NAME", "Linux");
            values.put("ID", "linux");
            values.put("PRETTY_NAME", "Linux");
        }
        for (String line : machine.lines(path)) {
            Matcher matcher = ASSIGNMENT.matcher(line);
            if (matcher.matches()) {
                values.put(matcher.group(1), UNESCAPE.matcher(matcher.group(3)).replaceAll("$1"));
            }
        }
        return values;
    }

    /** What os-release alone says. */
    private static Map<String, String> names(Map<String, String> osRelease) {
        Map<String, String> names = new LinkedHashMap<>();
        if (osRelease.isEmpty()) {
            return names;
        }
        String id = osRelease.getOrDefault("ID", "linux");
        String name = osRelease.getOrDefault("NAME", "Linux");
        names.put("os", shortName(name));
        names.put("os_family", family(id, osRelease.getOrDefault("ID_LIKE", "")));
        codename(id, osRelease).ifPresent(codename -> names.put("oscodename", codename));
        names.put("osfullname", name.strip());
        return names;
    }

    private static String shortName(String fullName) {
        String distribution = LINUX.matcher(fullName).replaceAll("").strip();
        String letters = distribution.replace(" ", "").toLowerCase(Locale.ROOT);
        return SHORT_NAMES.getOrDefault(
                letters.substring(0, Math.min(10, letters.length())), distribution);
    }

    private static String family(String id, String idLike) {
        List<String> ancestors = new ArrayList<>(List.of(id));
        ancestors.addAll(
                Pattern.compile("\\s+").splitAsStream(idLike).filter(s -> !s.isEmpty()).toList());
        String oldest = ancestors.getLast();
        if (!idLike.isBlank() && (ancestors.contains("debian") || ancestors.contains("ubuntu"))) {
            oldest = "debian";
        }
        if (oldest.equals("fedora")) {
            return RED_HAT;
        }
        return oldest.substring(0, 1).toUpperCase(Locale.ROOT)
                + oldest.substring(1).toLowerCase(Locale.ROOT);
    }

    private static Optional<String> codename(String id, Map<String, String> osRelease) {
        String given = osRelease.getOrDefault("VERSION_CODENAME", "");
        if (!given.isEmpty()) {
            return Optional.of(given);
        }
        Matcher version = VERSION_WITH_CODENAME.matcher(osRelease.getOrDefault("VERSION", ""));
        return (id.equals("almalinux") || id.equals("rocky")) && version.matches()
                ? Optional.of(version.group("codename"))
                : Optional.empty();
    }

    /**
     * Salt's older ways, which still decide the release and the names of what has no lsb-release.
     */
    private void complete(Map<String, @Nullable Object> grains, Map<String, String> osRelease) {
        if (!grains.containsKey("lsb_distrib_id") && !osRelease.isEmpty()) {
            grains.put("lsb_distrib_id", osRelease.getOrDefault("NAME", "").strip());
            copy(osRelease, "VERSION_ID", grains, "lsb_distrib_release");
            copy(
                    osRelease,
                    osRelease.containsKey("VERSION_CODENAME") ? "VERSION_CODENAME" : "PRETTY_NAME",
                    grains,
                    "lsb_distrib_codename");
        }
        grains.putIfAbsent("osfullname", grains.getOrDefault("lsb_distrib_id", ""));
        String codename = text(grains, "lsb_distrib_codename");
        if (codename.contains("CentOS Linux 7") || codename.contains("CentOS Linux 8")) {
            grains.remove("lsb_distrib_release");
        }
        grains.put(
                "osrelease",
                grains.containsKey("lsb_distrib_release")
                        ? text(grains, "lsb_distrib_release").strip()
                        : machine.line("/etc/debian_version").orElse(""));
        String os = text(grains, "os");
        Matcher brackets = IN_BRACKETS.matcher(codename);
        if ((os.contains("Rocky") || os.contains("AlmaLinux")) && brackets.find()) {
            codename = brackets.group(1);
            grains.put("lsb_distrib_codename", codename);
        }
        boolean unnamed = codename.isBlank() || codename.contains("Red Hat");
        grains.put("oscodename", unnamed ? versionCodename(osRelease) : codename.strip());
        grains.computeIfAbsent("os", name -> shortName(text(grains, "osfullname")));
        grains.put("os_family", FAMILIES.getOrDefault(text(grains, "os"), text(grains, "os")));
    }

    private static String versionCodename(Map<String, String> osRelease) {
        Matcher brackets = IN_BRACKETS.matcher(osRelease.getOrDefault("VERSION", ""));
        return osRelease.getOrDefault("VERSION_CODENAME", brackets.find() ? brackets.group(1) : "");
    }

    /** What {@code osrelease} implies. */
    private static void release(Map<String, @Nullable Object> grains) {
        String release = text(grains, "osrelease");
        if (release.isEmpty()) {
            return;
        }
        List<Object> parts = new ArrayList<>();
        for (String part : release.split("\\.", -1)) {
            parts.add(
                    !part.isEmpty() && part.chars().allMatch(Character::isDigit)
                            ? (Object) Long.valueOf(part)
                            : part);
        }
        grains.put("osrelease_info", parts);
        if (parts.getFirst() instanceof Long major) {
            grains.put("osmajorrelease", major);
        }
        String os = text(grains, "os");
        String name = FINGER_BY_OS.contains(os) ? os : text(grains, "osfullname");
        grains.put(
                "osfinger",
                name + "-" + (FINGER_BY_RELEASE.contains(os) ? release : parts.getFirst()));
    }

    /** What the package system calls the processor: dpkg's names on Debian, rpm's elsewhere. */
    private static String osarch(String family, String cpuarch) {
        if (!family.equals(DEBIAN)) {
            return cpuarch;
        }
        return switch (cpuarch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i686", "i586", "i386" -> "i386";
            case "armv7l" -> "armhf";
            case "ppc64le" -> "ppc64el";
            default -> cpuarch;
        };
    }

    private static void copy(
            Map<String, String> from, String key, Map<String, @Nullable Object> to, String name) {
        if (from.containsKey(key)) {
            to.put(name, from.get(key));
        }
    }

    private static String text(Map<String, @Nullable Object> grains, String key) {
        return grains.get(key) instanceof String text ? text : "";
    }
}
