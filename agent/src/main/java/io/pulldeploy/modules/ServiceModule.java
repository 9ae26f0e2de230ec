package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Services;
import io.pulldeploy.system.Services.Action;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The {@code service} functions. */
public final class ServiceModule {
    private final Services services;

    public ServiceModule(Host host) {
        this.services = host.services();
    }

    public List<ExecutionFunction> functions() {
        List<ExecutionFunction> all = new ArrayList<>();
        all.add(asks("available", "Whether the machine knows a service.", services::exists));
        all.add(
                asks(
                        "missing",
                        "Whether the machine does not know a service.",
                        n -> !services.exists(n)));
        all.add(asks("enabled", "Whether a service starts at boot.", services::isEnabled));
        all.add(
                asks(
                        "disabled",
                        "Whether a service does not start at boot.",
                        n -> !services.isEnabled(n)));
        all.add(asks("masked", "Whether a service cannot be started.", services::isMasked));
        all.add(
                function(
                        "status",
                        "Whether a service runs; of a pattern, which ones do.",
                        "name, sig=None, **kwargs",
                        this::status));
        all.add(acts("start", "Starts a service.", Action.START));
        all.add(acts("stop", "Stops a service.", Action.STOP));
        all.add(acts("restart", "Restarts a service.", Action.RESTART));
        all.add(acts("reload", "Makes a service read its configuration anew.", Action.RELOAD));
        all.add(
                acts(
                        "force_reload",
                        "Makes a service read its configuration anew.",
                        Action.RELOAD));
        all.add(acts("enable", "Lets a service start at boot.", Action.ENABLE));
        all.add(acts("disable", "Keeps a service from starting at boot.", Action.DISABLE));
        all.add(acts("mask", "Keeps a service from being started.", Action.MASK));
        all.add(acts("unmask", "Lets a service be started.", Action.UNMASK));
        all.add(
                function(
                        "get_all",
                        "Every service, sorted.",
                        "",
                        _ -> new ArrayList<>(services.names())));
        all.add(
                function(
                        "get_enabled",
                        "The services that start at boot, sorted.",
                        "",
                        _ -> services.names().stream().filter(services::isEnabled).toList()));
        all.add(
                function(
                        "get_disabled",
                        "The services that do not start at boot, sorted.",
                        "",
                        _ ->
                                services.names().stream()
                                        .filter(n -> !services.isEnabled(n))
                                        .toList()));
        all.add(
                function(
                        "get_running",
                        "The services that run, sorted.",
                        "",
                        _ -> services.names().stream().filter(services::isRunning).toList()));
        return all;
    }

    private static ExecutionFunction function(
            String name, String doc, String signature, Function<Arguments, Object> body) {
        return new ExecutionFunction(
                "service." + name,
                doc,
                signature,
                (_, args) -> {
                    try {
                        return body.apply(args);
                    } catch (Failure e) {
                        throw new CallError(String.valueOf(e.getMessage()), e);
                    }
                });
    }

    private static ExecutionFunction asks(String name, String doc, Predicate<String> test) {
        return function(name, doc, "name, **kwargs", a -> test.test(a.string("name")));
    }

    private ExecutionFunction acts(String name, String doc, Action action) {
        return function(
                name,
                doc,
                "name, **kwargs",
                a -> {
                    services.act(action, a.string("name"));
                    return true;
                });
    }

    private Object status(Arguments args) {
        String name = args.string("name");
        if (name.chars().noneMatch(c -> "*?[".indexOf(c) >= 0)) {
            return services.isRunning(name);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        services.names().stream()
                .filter(n -> Fnmatch.matches(n, name))
                .forEach(n -> all.put(n, services.isRunning(n)));
        return all;
    }
}
