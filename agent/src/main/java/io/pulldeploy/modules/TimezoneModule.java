package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Host;

import java.nio.file.Path;
import java.util.List;

/** The {@code timezone} functions. */
public final class TimezoneModule {
    private static final Path ADJUSTMENT = Path.of("/etc/adjtime");

    private final Host host;
    private final Timezones zones;
    private final Programs programs;

    public TimezoneModule(Host host) {
        this.host = host;
        this.zones = new Timezones(host);
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("timezone")
                .add("get_zone", "The zone's name.", "", (_, _) -> zones.current())
                .add(
                        "zone_compare",
                        "Whether the machine is in a zone.",
                        "timezone",
                        (_, a) -> zones.current().equals(a.string("timezone")))
                .add(
                        "get_zonecode",
                        "The zone's short name, such as CET.",
                        "",
                        (_, _) -> programs.output("date", "+%Z"))
                .add(
                        "get_offset",
                        "The zone's distance from UTC, such as +0100.",
                        "",
                        (_, _) -> programs.output("date", "+%z"))
                .add("set_zone", "Sets the zone.", "timezone", (_, a) -> set(a.string("timezone")))
                .add(
                        "get_hwclock",
                        "Whether the hardware's clock runs in UTC or in local time.",
                        "",
                        (_, _) -> hardwareClock())
                .add(
                        "set_hwclock",
                        "Says whether the hardware's clock runs in UTC or in local time.",
                        "clock",
                        (_, a) ->
                                programs.run(
                                                "timedatectl",
                                                "set-local-rtc",
                                                a.string("clock").equals("localtime")
                                                        ? "true"
                                                        : "false")
                                        .succeeded())
                .all();
    }

    /** Salt returns what it cannot do. */
    private Object set(String zone) {
        if (!zones.knows(zone)) {
            return "Zone does not exist: /usr/share/zoneinfo/" + zone;
        }
        zones.set(zone);
        return true;
    }

    /** The third line of the file that hwclock and systemd keep; without one it is UTC. */
    private String hardwareClock() {
        List<String> lines = host.files().textIfPresent(ADJUSTMENT).orElse("").lines().toList();
        return lines.size() > 2 && lines.get(2).strip().equals("LOCAL") ? "localtime" : "UTC";
    }
}
