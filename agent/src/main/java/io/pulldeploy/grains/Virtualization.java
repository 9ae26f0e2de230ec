package io.pulldeploy.grains;

import io.pulldeploy.system.FileStat;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the machine runs on: bare metal, a hypervisor, a container. */
final class Virtualization {
    private static final Set<String> NAMED_AS_THEY_ARE =
            Set.of("qemu", "kvm", "oracle", "xen", "bochs", "chroot", "uml", "systemd-nspawn");
    private static final Pattern PRODUCT = Pattern.compile("Product Name: ([^\\r\\n]*)");
    private static final Pattern AMAZON_VERSION = Pattern.compile("Version: [^\\r\\n]+\\.amazon");

    private final Probe machine;
    private String virtual = "physical";
    private String subtype = "";

    Virtualization(Probe machine) {
        this.machine = machine;
    }

    /** {@code virtual} and, where there is one, {@code virtual_subtype}. */
    Map<String, @Nullable Object> grains() {
        if (machine.which("virt-what").isPresent()) {
            machine.output("virt-what").ifPresent(this::virtWhat);
        } else {
            askPrograms();
        }
        lookAround();
        if (!subtype.isEmpty() && virtual.equals("physical")) {
            virtual = "virtual";
        }
        if (Set.of("qemu", "kvm", "xen", "amazon").contains(virtual)) {
            machine.output("dmidecode", "-t", "system").ifPresent(this::amazon);
        }
        Map<String, @Nullable Object> grains = new LinkedHashMap<>();
        grains.put("virtual", virtual);
        if (!subtype.isEmpty()) {
            grains.put("virtual_subtype", subtype);
        }
        return grains;
    }

    private void is(String kind, String detail) {
        virtual = kind;
        subtype = detail;
    }

    private void askPrograms() {
        Optional<String> detected = machine.output("systemd-detect-virt").map(String::strip);
        if (detected.isPresent() && detectVirt(detected.get())) {
            return;
        }
        Optional<String> dmi = machine.output("dmidecode");
        if (dmi.isPresent()) {
            dmidecode(dmi.get());
        } else if (machine.isDirectory("/proc/bus/pci")) {
            machine.output("lspci").ifPresent(this::lspci);
        }
    }

    private boolean detectVirt(String output) {
        if (NAMED_AS_THEY_ARE.contains(output)) {
            is(output, "");
        } else if (output.contains("vmware")) {
            is("VMware", "");
        } else if (output.contains("microsoft")) {
            is("VirtualPC", "");
        } else if (output.contains("lxc")) {
            is("container", "LXC");
        } else if (output.contains("podman")) {
            is("container", "Podman");
        } else if (output.contains("docker")) {
            is("container", "Docker");
        } else if (output.contains("amazon")) {
            is("Nitro", "Amazon EC2");
        } else {
            return false;
        }
        return true;
    }

    private void virtWhat(String output) {
        for (String line : output.lines().toList()) {
            if (Set.of("kvm", "qemu", "uml", "xen").contains(line)) {
                is(line, "");
            } else if (line.contains("lxc")) {
                is("container", "LXC");
            } else if (line.contains("docker")) {
                is("container", "Docker");
            } else if (line.contains("vmware")) {
                is("VMware", "");
            } else if (line.contains("parallels")) {
                is("Parallels", "");
            } else if (line.contains("nutanix")) {
                is("kvm", "Nutanix AHV");
            } else if (line.contains("hyperv")) {
                is("HyperV", "");
            } else {
                continue;
            }
            return;
        }
    }

    private void dmidecode(String output) {
        if (output.contains(": QEMU") || output.contains(": Bochs")) {
            is("kvm", "");
        }
        if (output.contains("BHYVE")) {
            is("bhyve", "");
        } else if (output.contains("Manufacturer: oVirt")) {
            is("kvm", "ovirt");
        } else if (output.contains("Product Name: RHEV Hypervisor")) {
            is("kvm", "rhev");
        } else if (output.contains("VirtualBox")) {
            is("VirtualBox", "");
        } else if (output.contains("VMware")) {
            is("VMware", "");
        } else if (output.contains(": Microsoft") && output.contains("Virtual Machine")) {
            is("VirtualPC", "");
        } else if (output.contains("Parallels Software")) {
            is("Parallels", "");
        } else if (output.contains("Manufacturer: Google") || output.contains("Vendor: SeaBIOS")) {
            is("kvm", "");
        } else if (output.contains("Manufacturer: Nutanix")
                && output.contains("Product Name: AHV")) {
            is("kvm", "Nutanix AHV");
        }
    }

    private void lspci(String output) {
        String devices = output.toLowerCase(java.util.Locale.ROOT);
        if (devices.contains("vmware")) {
            is("VMware", "");
        } else if (devices.contains("virtualbox")) {
            is("VirtualBox", "");
        } else if (devices.contains("qemu") || devices.contains("virtio")) {
            is("kvm", "");
        }
    }

    /** What files tell beyond what programs said. */
    private void lookAround() {
        Optional<FileStat> own = machine.files().stat(Path.of("/"));
        Optional<FileStat> init = initRoot();
        if (own.isPresent()
                && init.isPresent()
                && (own.get().inode() != init.get().inode()
                        || own.get().device() != init.get().device())) {
            subtype = "chroot";
        }
        xen();
        if (machine.text("/proc/cpuinfo").filter(t -> t.contains("QEMU Virtual CPU")).isPresent()) {
            virtual = "kvm";
        }
        product(machine.text("/sys/devices/virtual/dmi/id/product_name").orElse(""));
        container(machine.text("/proc/1/cgroup").orElse(""));
        if (!subtype.equals("LXC")
                && machine.text("/proc/1/environ")
                        .filter(t -> t.contains("container=lxc"))
                        .isPresent()) {
            is("container", "LXC");
        }
    }

    private Optional<FileStat> initRoot() {
        try {
            return machine.files().stat(Path.of("/proc/1/root/."));
        } catch (io.pulldeploy.model.Failure e) {
            // Another user's root may not be looked at.
            return Optional.empty();
        }
    }

    private void xen() {
        if (!List.of("/proc/sys/xen", "/sys/bus/xen", "/proc/xen").stream()
                .anyMatch(machine::isDirectory)) {
            return;
        }
        if (machine.isFile("/proc/xen/xsd_kva")) {
            is("xen", "Xen Dom0");
        } else if (machine.line("/sys/class/dmi/id/product_name")
                .filter("HVM domU"::equals)
                .isPresent()) {
            is("xen", "Xen HVM DomU");
        } else if (machine.text("/proc/xen/capabilities").isPresent()) {
            boolean control =
                    machine.text("/proc/xen/capabilities").orElse("").contains("control_d");
            is("xen", control ? "Xen Dom0" : "Xen PV DomU");
        } else if (machine.isDirectory("/sys/bus/xen/drivers/xenconsole")) {
            is("xen", "Xen PV DomU");
        }
    }

    private void product(String name) {
        if (name.contains("VirtualBox")) {
            virtual = "VirtualBox";
        } else if (name.contains("RHEV Hypervisor")) {
            is("kvm", "rhev");
        } else if (name.contains("oVirt Node")) {
            is("kvm", "ovirt");
        } else if (name.contains("Google")) {
            virtual = "gce";
        } else if (name.contains("BHYVE")) {
            virtual = "bhyve";
        }
    }

    private void container(String cgroups) {
        if (cgroups.contains(":/lxc/")) {
            is("container", "LXC");
        } else if (cgroups.contains(":/kubepods/")) {
            subtype = "kubernetes";
        } else if (cgroups.contains(":/libpod_parent/")) {
            subtype = "libpod";
        } else if (cgroups.contains(":/system.slice/docker")
                || cgroups.contains(":/docker/")
                || cgroups.contains(":/docker-ce/")) {
            is("container", "Docker");
        }
    }

    private void amazon(String system) {
        if (system.contains("Manufacturer: Amazon EC2")) {
            Matcher product = PRODUCT.matcher(system);
            is(
                    virtual.equals("xen") ? "xen" : "Nitro",
                    product.find() ? "Amazon EC2 (" + product.group(1) + ")" : "Amazon EC2");
        } else if (AMAZON_VERSION.matcher(system).find()) {
            subtype = "Amazon EC2";
        } else if (system.contains("Manufacturer: Nutanix")
                && system.contains("Product Name: AHV")) {
            subtype = "Nutanix AHV";
        }
    }
}
