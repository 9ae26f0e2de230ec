package io.pulldeploy.states;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.Timezones;
import io.pulldeploy.system.Host;

import java.util.List;
import java.util.Map;

/** {@code timezone.system}; the hardware clock is left alone, as virtual machines have none. */
public final class TimezoneState {
    private final Timezones zones;

    public TimezoneState(Host host) {
        this.zones = new Timezones(host);
    }

    public List<StateFunction> functions() {
        return List.of(
                new StateFunction(
                        "timezone.system",
                        "A machine in this time zone.",
                        "name, utc=True",
                        this::system));
    }

    private StateResult system(StateCall call) {
        String name = call.name();
        try {
            zones.check(name);
        } catch (CallError e) {
            return StateResult.failed(
                    "Unable to compare desired timezone '%s' to system timezone: %s"
                            .formatted(name, e.getMessage()));
        }
        if (zones.current().equals(name)) {
            return StateResult.succeeded(
                    "Timezone "
                            + name
                            + " already set"
                            + (call.args().flag("utc") ? ", UTC already set to " + name : ""));
        }
        return call.apply(
                Map.of(),
                "Timezone " + name + " needs to be set",
                () -> {
                    try {
                        zones.set(name);
                    } catch (Failure e) {
                        return StateResult.failed("Failed to set timezone: " + e.getMessage());
                    }
                    return StateResult.changed(Map.of("timezone", name), "Set timezone " + name);
                });
    }
}
