package io.pulldeploy.grains;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Processor, memory, firmware, disks: what /proc and /sys tell. */
final class Hardware {
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Map<String, String> FIRMWARE = new LinkedHashMap<>();

    static {
        FIRMWARE.put("biosversion", "bios_version");
        FIRMWARE.put("biosvendor", "bios_vendor");
        FIRMWARE.put("boardname", "board_name");
        FIRMWARE.put("productname", "product_name");
        FIRMWARE.put("manufacturer", "sys_vendor");
        FIRMWARE.put("biosreleasedate", "bios_date");
        FIRMWARE.put("uuid", "product_uuid");
        FIRMWARE.put("serialnumber", "product_serial");
    }

    private final Probe machine;

    Hardware(Probe machine) {
        this.machine = machine;
    }

    Map<String, @Nullable Object> grains() {
        Map<String, @Nullable Object> grains = new LinkedHashMap<>();
        processors(grains);
        memory(grains);
        firmware(grains);
        disks(grains);
        efi(grains);
        grains.put("fibre_channel_host", machine.isDirectory("/sys/class/fc_host"));
        if (machine.isFile("/proc/mdstat")) {
            grains.put("mdadm", raids());
        }
        return grains;
    }

    /** The name that {@code uname -m} gives. */
    String cpuarch() {
        return machine.line("/proc/sys/kernel/arch")
                .orElseGet(() ->
                        switch (System.getProperty("os.arch", "")) {
                            case "amd64" -> "x86_64";
                            case String other -> other;
                        });
    }

    private void processors(Map<String, @Nullable Object> grains) {
        long count = 0;
        String model = "Unknown";
        List<String> flags = List.of();
        for (String line : machine.lines("/proc/cpuinfo")) {
            String[] parts = line.split(":", -1);
            if (parts.length < 2) {
                continue;
            }
            String value = parts[1].strip();
            switch (parts[0].strip()) {
                case "processor" -> count++;
                case "# processors" -> count = Long.parseLong(value);
                case "vendor_id", "model name", "cpu" -> model = value;
                case "flags", "Features" ->
                        flags = SPACES.splitAsStream(value).filter(f -> !f.isEmpty()).toList();
                case "Processor" -> {
                    model = value.split("-", -1)[0];
                    count = 1;
                }
                default -> {
                    // The other lines are no grains.
                }
            }
        }
        grains.put("num_cpus", count);
        grains.put("cpu_model", model);
        grains.put("cpu_flags", flags);
    }

    private void memory(Map<String, @Nullable Object> grains) {
        grains.put("mem_total", 0L);
        grains.put("swap_total", 0L);
        for (String line : machine.lines("/proc/meminfo")) {
            String[] words = SPACES.split(line);
            if (words[0].equals("MemTotal:")) {
                grains.put("mem_total", Long.parseLong(words[1]) / 1024);
            } else if (words[0].equals("SwapTotal:")) {
                grains.put("swap_total", Long.parseLong(words[1]) / 1024);
            }
        }
    }

    private void firmware(Map<String, @Nullable Object> grains) {
        FIRMWARE.forEach((grain, file) ->
                machine.line("/sys/class/dmi/id/" + file)
                        .ifPresent(value ->
                                grains.put(
                                        grain,
                                        grain.equals("uuid")
                                                ? value.toLowerCase(Locale.ROOT)
                                                : value)));
    }

    private void disks(Map<String, @Nullable Object> grains) {
        List<String> disks = new ArrayList<>();
        List<String> ssds = new ArrayList<>();
        for (String device : machine.list("/sys/block")) {
            Path entry = Path.of("/sys/block", device);
            boolean virtual =
                    machine.files().isSymlink(entry)
                            && machine.files()
                                    .readLink(entry)
                                    .toString()
                                    .startsWith("../devices/virtual/");
            Optional<String> rotational =
                    virtual
                            ? Optional.empty()
                            : machine.line("/sys/block/" + device + "/queue/rotational");
            rotational.ifPresent(flag -> {
                if (flag.startsWith("0")) {
                    ssds.add(device);
                } else if (flag.startsWith("1")) {
                    disks.add(device);
                }
            });
        }
        grains.put("disks", disks);
        grains.put("ssds", ssds);
    }

    private void efi(Map<String, @Nullable Object> grains) {
        String variables =
                machine.isDirectory("/sys/firmware/efi/efivars")
                        ? "/sys/firmware/efi/efivars"
                        : "/sys/firmware/efi/vars";
        grains.put("efi", machine.isDirectory(variables));
        List<String> secureBoot =
                machine.list(variables).stream().filter(n -> n.startsWith("SecureBoot-")).toList();
        String content =
                secureBoot.size() == 1
                        ? machine.text(
                                        variables
                                                + "/"
                                                + secureBoot.getFirst()
                                                + (variables.endsWith("/vars") ? "/data" : ""))
                                .orElse("")
                        : "";
        grains.put("efi-secure-boot", content.endsWith("\u0001"));
    }

    private List<String> raids() {
        TreeSet<String> devices = new TreeSet<>();
        for (String line : machine.lines("/proc/mdstat")) {
            if (!line.startsWith("Personalities : ")
                    && !line.startsWith("unused devices:")
                    && line.contains(" : ")) {
                devices.add(line.substring(0, line.indexOf(" : ")));
            }
        }
        return List.copyOf(devices);
    }

    /** The graphics adapters, from {@code lspci} where it is installed. */
    Map<String, @Nullable Object> gpus() {
        List<Map<String, String>> gpus = new ArrayList<>();
        Map<String, String> device = new LinkedHashMap<>();
        String listing = machine.output("lspci", "-vmm").orElse("");
        for (String line : (listing + "\n\n").split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                device.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            } else {
                if (isGpu(device.getOrDefault("Class", ""))) {
                    gpus.add(gpu(device));
                }
                device.clear();
            }
        }
        return Map.of("gpus", List.copyOf(gpus), "num_gpus", (long) gpus.size());
    }

    private static boolean isGpu(String pciClass) {
        return List.of(
                        "3d controller",
                        "display controller",
                        "processing accelerators",
                        "vga compatible controller")
                .contains(pciClass.toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> gpu(Map<String, String> device) {
        List<String> words =
                List.of(
                        device.getOrDefault("Vendor", "")
                                .toLowerCase(Locale.ROOT)
                                .split("[^a-z0-9]", -1));
        String vendor =
                List.of("nvidia", "amd", "ati", "intel", "vmware", "matrox", "aspeed").stream()
                        .filter(words::contains)
                        .findFirst()
                        .orElse("unknown");
        Map<String, String> gpu = new LinkedHashMap<>();
        gpu.put("vendor", vendor);
        gpu.put("model", device.getOrDefault("Device", ""));
        return gpu;
    }
}
