package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Host;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The {@code timezone} functions. */
public final class TimezoneModule {
    private final Host host;
    private final Timezones zones;

    public TimezoneModule(Host host) {
        this.host = host;
        this.zones = new Timezones(host);
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "timezone.get_zone", "The zone's name.", "", (_, _) -> zones.current()),
                new ExecutionFunction(
                        "timezone.zone_compare",
                        "Whether the machine is in a zone.",
                        "timezone",
                        (_, a) -> {
                            zones.check(a.string("timezone"));
                            return zones.current().equals(a.string("timezone"));
                        }),
                new ExecutionFunction(
                        "timezone.get_zonecode",
                        "The zone's short name, such as CET.",
                        "",
                        (_, _) -> now("z")),
                new ExecutionFunction(
                        "timezone.get_offset",
                        "The zone's distance from UTC, such as +0100.",
                        "",
                        (_, _) -> now("xx")),
                new ExecutionFunction(
                        "timezone.set_zone",
                        "Sets the zone.",
                        "timezone",
                        (_, a) -> {
                            try {
                                zones.set(a.string("timezone"));
                            } catch (Failure e) {
                                throw new CallError(String.valueOf(e.getMessage()), e);
                            }
                            return true;
                        }));
    }

    private String now(String pattern) {
        return ZonedDateTime.now(host.clock().withZone(ZoneId.of(zones.current())))
                .format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    }
}
