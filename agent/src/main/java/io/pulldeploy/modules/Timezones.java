package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import java.nio.file.Path;

/** The machine's time zone: where {@code /etc/localtime} leads, and {@code /etc/timezone}. */
public final class Timezones {
    private static final Path LOCALTIME = Path.of("/etc/localtime");
    private static final Path NAME = Path.of("/etc/timezone");
    private static final Path ZONES = Path.of("/usr/share/zoneinfo");

    private final FileTree files;

    public Timezones(Host host) {
        this.files = host.files();
    }

    /** The zone's name; UTC where nothing is set. */
    public String current() {
        if (files.isSymlink(LOCALTIME)) {
            String target = files.readLink(LOCALTIME).toString();
            int at = target.indexOf("zoneinfo/");
            if (at >= 0) {
                return target.substring(at + "zoneinfo/".length());
            }
        }
        return files.textIfPresent(NAME).map(String::strip).filter(n -> !n.isEmpty()).orElse("UTC");
    }

    /** Whether the machine knows the zone. */
    public boolean knows(String zone) {
        Path file = ZONES.resolve(zone).normalize();
        return file.startsWith(ZONES) && files.isFile(file);
    }

    /**
     * @throws CallError if the machine does not know the zone
     */
    public void check(String zone) {
        if (!knows(zone)) {
            throw new CallError("Zone does not exist: " + ZONES.resolve(zone));
        }
    }

    /** Sets the zone; a machine that keeps its name in a file gets it there too. */
    public void set(String zone) {
        check(zone);
        if (files.isPresent(LOCALTIME)) {
            files.swapLink(LOCALTIME, ZONES.resolve(zone));
        } else {
            files.symlink(LOCALTIME, ZONES.resolve(zone));
        }
        if (files.exists(NAME)) {
            files.write(NAME, zone + "\n");
        }
    }
}
