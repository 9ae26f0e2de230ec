package io.pulldeploy.grains;

import io.pulldeploy.system.Accounts;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;

/** The kernel, the init system, and this process in its surroundings. */
final class ProcessFacts {
    private static final BigInteger SERVER_IDS = BigInteger.TWO.pow(31);

    private final Probe machine;
    private final Accounts accounts;

    ProcessFacts(Probe machine, Accounts accounts) {
        this.machine = machine;
        this.accounts = accounts;
    }

    Map<String, @Nullable Object> grains(String id, String hostName) {
        Map<String, @Nullable Object> grains = new LinkedHashMap<>();
        grains.put("kernel", machine.line("/proc/sys/kernel/ostype").orElse("Linux"));
        grains.put("nodename", hostName);
        grains.put("kernelrelease", machine.line("/proc/sys/kernel/osrelease").orElse(""));
        grains.put("kernelversion", machine.line("/proc/sys/kernel/version").orElse(""));
        machine.text("/proc/cmdline").ifPresent(c -> grains.put("kernelparams", parameters(c)));
        grains.put("init", init());
        grains.put("localhost", hostName);
        machine.line("/etc/machine-id")
                .or(() -> machine.line("/var/lib/dbus/machine-id"))
                .ifPresent(machineId -> grains.put("machine_id", machineId));
        grains.put("id", id);
        grains.put("server_id", serverId(id));
        grains.put("ps", "ps -efHww");
        grains.put("cwd", System.getProperty("user.dir", "/"));
        String path = machine.variable("PATH", "").strip();
        grains.put("path", path);
        grains.put("systempath", List.of(path.split(":", -1)));
        grains.put("shell", machine.variable("SHELL", "/bin/sh"));
        grains.put("pid", ProcessHandle.current().pid());
        grains.put("transactional", machine.which("transactional-update").isPresent());
        owner(grains);
        return grains;
    }

    private void owner(Map<String, @Nullable Object> grains) {
        effectiveId("Uid:")
                .ifPresent(uid -> {
                    grains.put("uid", uid);
                    accounts.userById(uid)
                            .ifPresent(user -> {
                                grains.put("username", user.name());
                                grains.put(
                                        "groupname",
                                        accounts.groupById(user.gid())
                                                .map(Accounts.Group::name)
                                                .orElse(""));
                            });
                });
        effectiveId("Gid:").ifPresent(gid -> grains.put("gid", gid));
    }

    private Optional<Long> effectiveId(String label) {
        return machine.lines("/proc/self/status").stream()
                .filter(line -> line.startsWith(label))
                .map(line -> Long.valueOf(line.split("\\s+")[2]))
                .findFirst();
    }

    /** Pairs of name and value; a parameter without value, or with two, has none. */
    private static List<List<@Nullable Object>> parameters(String commandLine) {
        return List.of(commandLine.strip().split("\\s+")).stream()
                .map(word -> {
                    String[] parts = word.split("=", -1);
                    return java.util.Arrays.<@Nullable Object>asList(
                            parts[0],
                            parts.length == 2 ? parts[1].replaceAll("^\"+|\"+$", "") : null);
                })
                .toList();
    }

    private String init() {
        if (machine.isDirectory("/run/systemd/system")) {
            return "systemd";
        }
        List<String> command =
                List.of(
                        machine.text("/proc/1/cmdline")
                                .orElse("")
                                .replace('\0', ' ')
                                .split("\\s+"));
        for (String known : List.of("supervisord", "dumb-init", "tini")) {
            if (machine.which(known).filter(command::contains).isPresent()) {
                return known;
            }
        }
        if (command.equals(List.of("runit")) || command.contains("/sbin/my_init")) {
            return "runit";
        }
        Optional<String> program =
                machine.which(command.getFirst()).filter(p -> p.endsWith("bin/init"));
        if (program.isPresent()) {
            String content =
                    new String(
                                    machine.files().bytes(java.nio.file.Path.of(program.get())),
                                    StandardCharsets.ISO_8859_1)
                            .toLowerCase(Locale.ROOT);
            for (String known : List.of("upstart", "sysvinit", "systemd")) {
                if (content.contains(known)) {
                    return known;
                }
            }
        }
        return "unknown";
    }

    /** A number below 2^31 that stays the same for an id. */
    private static long serverId(String id) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(id.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest).mod(SERVER_IDS).longValue();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As Python's locale: a machine that sets none gets UTF-8. */
    Map<String, @Nullable Object> localeInfo(Clock clock) {
        String name =
                List.of("LC_ALL", "LC_CTYPE", "LANG").stream()
                        .map(variable -> machine.variable(variable, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("C.UTF-8");
        boolean plain =
                List.of("C", "POSIX", "C.UTF-8", "C.utf8").contains(name) || !name.contains("_");
        String[] parts = name.split("[.@]", -1);
        String encoding = parts.length > 1 ? parts[1] : "ISO8859-1";
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("defaultlanguage", plain ? "en_US" : parts[0]);
        info.put(
                "defaultencoding",
                plain || encoding.replace("-", "").equalsIgnoreCase("utf8") ? "UTF-8" : encoding);
        info.put("detectedencoding", "utf-8");
        ZoneId zone = TimeZone.getDefault().toZoneId();
        info.put(
                "timezone",
                DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH)
                        .format(ZonedDateTime.now(clock.withZone(zone))));
        return info;
    }

    /** SELinux, where its programs are installed. */
    Optional<Map<String, @Nullable Object>> selinux() {
        if (machine.which("selinuxenabled").isEmpty()) {
            return Optional.empty();
        }
        Optional<String> enforce = machine.line("/sys/fs/selinux/enforce");
        Map<String, @Nullable Object> selinux = new LinkedHashMap<>();
        selinux.put("enabled", enforce.isPresent());
        selinux.put(
                "enforced",
                enforce.map(e -> e.equals("1") ? "Enforcing" : "Permissive").orElse("Disabled"));
        return Optional.of(selinux);
    }

    /** Version and features of systemd, where it is installed. */
    Map<String, @Nullable Object> systemd() {
        if (machine.which("localectl").isEmpty()) {
            return Map.of();
        }
        return machine.output("systemctl", "--version")
                .map(output -> output.lines().toList())
                .filter(lines -> lines.size() > 1 && lines.getFirst().startsWith("systemd "))
                .map(lines -> {
                    Map<String, @Nullable Object> systemd = new LinkedHashMap<>();
                    systemd.put("version", lines.getFirst().split(" ", -1)[1]);
                    systemd.put("features", lines.get(1));
                    Map<String, @Nullable Object> grains = new LinkedHashMap<>();
                    grains.put("systemd", systemd);
                    return grains;
                })
                .orElse(Map.of());
    }
}
