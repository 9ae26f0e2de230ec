package io.pulldeploy.states;

import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.UnifiedDiff;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.HostNames;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code network.system}, as far as it sets the host name: of the kernel and of the next start. */
public final class NetworkState {
    private static final String SETTLED = "Global network settings are up to date.";

    private final HostNames names;

    public NetworkState(Host host) {
        this.names = host.hostNames();
    }

    public List<StateFunction> functions() {
        return List.of(
                new StateFunction(
                        "network.system",
                        "A machine with this host name.",
                        "name, hostname=None, **kwargs",
                        this::system));
    }

    private StateResult system(StateCall call) {
        Optional<String> wanted = call.args().text("hostname").filter(h -> !h.isEmpty());
        if (wanted.isEmpty()) {
            return StateResult.failed("network.system sets the host name; give it 'hostname'");
        }
        String name = wanted.get();
        String now = names.current();
        String later = names.configured();
        if (now.equals(name) && later.equals(name)) {
            return StateResult.succeeded(SETTLED);
        }
        List<String> before = List.of("HOSTNAME=" + (now.equals(name) ? later : now));
        List<String> lines =
                UnifiedDiff.lines(before, List.of("HOSTNAME=" + name)).stream()
                        .map(String::stripTrailing)
                        .toList();
        String diff = String.join("\n", lines);
        return call.apply(
                Map.of("network_settings", diff),
                "Global network settings are set to be updated:\n" + diff,
                () -> {
                    try {
                        names.set(name);
                    } catch (Failure e) {
                        return StateResult.failed(String.valueOf(e.getMessage()));
                    }
                    return StateResult.changed(Map.of("network_settings", diff), SETTLED);
                });
    }
}
