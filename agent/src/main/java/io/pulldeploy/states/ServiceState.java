package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.ProgramRefused;
import io.pulldeploy.system.Services;
import io.pulldeploy.system.Services.Action;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The {@code service} states. */
public final class ServiceState {
    private static final String RUN = "name, enable=None, sig=None, init_delay=None, **kwargs";

    private final Services services;

    public ServiceState(Host host) {
        this.services = host.services();
    }

    public List<StateFunction> functions() {
        return List.of(
                function("running", "A service that runs.", RUN, c -> toggled(c, true)),
                function("dead", "A service that does not run.", RUN, c -> toggled(c, false)),
                function(
                        "enabled",
                        "A service that starts at boot.",
                        "name, **kwargs",
                        this::enabled),
                function(
                        "disabled",
                        "A service that does not start at boot.",
                        "name, **kwargs",
                        this::disabled),
                function(
                        "masked",
                        "A service that cannot be started.",
                        "name, runtime=False",
                        c -> masked(c, true)),
                function(
                        "unmasked",
                        "A service that can be started.",
                        "name, runtime=False",
                        c -> masked(c, false)),
                function(
                        "mod_watch",
                        "What a watching service does on a change.",
                        "name, sfun=None, sig=None, reload=False, full_restart=False, init_delay=None, force=False, **kwargs",
                        this::modWatch));
    }

    private static StateFunction function(
            String name, String doc, String signature, StateFunction.Body body) {
        return new StateFunction(
                "service." + name,
                doc,
                signature,
                call -> {
                    try {
                        return body.run(call);
                    } catch (Failure e) {
                        return StateResult.failed(words(e));
                    }
                });
    }

    /** What systemd said where it refused, without the command that it refused. */
    private static String words(Failure failure) {
        return failure instanceof ProgramRefused refused
                ? refused.words()
                : String.valueOf(failure.getMessage());
    }

    /** Salt's {@code enable}, where text such as "yes" counts; empty leaves the service alone. */
    private static Optional<Boolean> enable(Arguments args) {
        return switch (args.value("enable")) {
            case null -> Optional.empty();
            case Boolean b -> Optional.of(b);
            case String s -> Optional.of(s.toLowerCase(Locale.ROOT).equals("true"));
            default -> Optional.empty();
        };
    }

    private StateResult toggled(StateCall call, boolean run) {
        String name = call.name();
        Arguments args = call.args();
        if (args.extra().containsKey("enabled")) {
            return StateResult.failed(
                    "Service %s uses non-existent option \"enabled\".  Perhaps \"enable\" option was intended?"
                            .formatted(name));
        }
        if (services.offline()) {
            return StateResult.succeeded("Running in OFFLINE mode. Nothing to do");
        }
        if (!services.exists(name)) {
            StateResult would =
                    StateResult.wouldChange(
                            Map.of(),
                            "Service %s not present; if created in this state run, it would have been %s"
                                    .formatted(name, run ? "started" : "stopped"));
            String missing = "The named service " + name + " is not available";
            return call.apply(
                    would,
                    () -> run ? StateResult.failed(missing) : StateResult.succeeded(missing));
        }
        boolean unmask = Boolean.TRUE.equals(args.extra().get("unmask"));
        boolean runtime = Boolean.TRUE.equals(args.extra().get("unmask_runtime"));
        String unmasking =
                "Service %s %s %s"
                        .formatted(
                                name,
                                services.isMasked(name, runtime) ? "would be" : "was already",
                                runtime ? "runtime unmasked" : "unmasked");
        if (services.isRunning(name) == run) {
            String already =
                    "The service " + name + (run ? " is already running" : " is already dead");
            return settled(call, unmask ? already + "\n" + unmasking : already);
        }
        String would = "Service " + name + (run ? " is set to start" : " is set to be killed");
        return call.apply(
                Map.of(),
                unmask && run ? would + "\n" + unmasking : would,
                () -> toggle(call, run, unmask, runtime));
    }

    /** The service runs as it should; only whether it starts at boot may be left to change. */
    private StateResult settled(StateCall call, String comment) {
        Optional<Boolean> enable = enable(call.args());
        boolean is = services.isEnabled(call.name());
        if (enable.isEmpty() || enable.get() == is) {
            return StateResult.succeeded(comment);
        }
        return atBoot(call, enable.get(), "is in the desired state");
    }

    private StateResult atBoot(StateCall call, boolean enable, String state) {
        String name = call.name();
        String done = enable ? "enabled" : "disabled";
        return call.apply(
                Map.of(),
                "Service " + name + " set to be " + done,
                () -> {
                    services.act(enable ? Action.ENABLE : Action.DISABLE, name);
                    return services.isEnabled(name) == enable
                            ? StateResult.changed(
                                    change(name, true),
                                    "Service %s has been %s, and %s".formatted(name, done, state))
                            : StateResult.failed(
                                    "Failed when setting service %s to %sstart at boot"
                                            .formatted(name, enable ? "" : "not "));
                });
    }

    private static Map<String, @Nullable Object> change(String name, @Nullable Object value) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put(name, value);
        return change;
    }

    private StateResult toggle(StateCall call, boolean run, boolean unmask, boolean runtime) {
        String name = call.name();
        Arguments args = call.args();
        boolean enabledBefore = services.isEnabled(name);
        String more = "";
        if (unmask) {
            boolean was = services.isMasked(name, runtime);
            if (was) {
                services.act(runtime ? Action.RUNTIME_UNMASK : Action.UNMASK, name);
            }
            more =
                    "\nService %s was %s%s"
                            .formatted(
                                    name,
                                    was ? "" : "already ",
                                    runtime ? "runtime unmasked" : "unmasked");
        }
        try {
            services.act(run ? Action.START : Action.STOP, name);
        } catch (Failure e) {
            return StateResult.failed(words(e));
        }
        pause(args);
        boolean runs = services.isRunning(name);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        if (runs == run || services.isEnabled(name) != enabledBefore) {
            changes.put(name, runs);
        }
        boolean good = runs == run;
        String comment =
                good
                        ? run ? "Started service " + name : "Service " + name + " was killed"
                        : "Service " + name + (run ? " failed to start" : " failed to die");
        Optional<Boolean> enable = enable(args);
        if (enable.isPresent()) {
            String state = runs ? "is running" : "is dead";
            boolean is = services.isEnabled(name);
            if (is == enable.get()) {
                comment =
                        "Service %s is already %s, and %s"
                                .formatted(name, is ? "enabled" : "disabled", state);
            } else {
                services.act(enable.get() ? Action.ENABLE : Action.DISABLE, name);
                changes.clear();
                changes.put(name, true);
                comment =
                        "Service %s has been %s, and %s"
                                .formatted(name, enable.get() ? "enabled" : "disabled", state);
            }
        }
        if (args.integer("init_delay").isPresent()) {
            comment += "\nDelayed return for " + args.integer("init_delay").get() + " seconds";
        }
        comment += run ? more : "";
        return good ? StateResult.changed(changes, comment) : StateResult.failed(changes, comment);
    }

    private static void pause(Arguments args) {
        args.integer("init_delay")
                .ifPresent(seconds -> {
                    try {
                        Thread.sleep(Duration.ofSeconds(seconds));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private StateResult enabled(StateCall call) {
        String name = call.name();
        if (!services.exists(name)) {
            return call.apply(
                    StateResult.wouldChange(
                            Map.of(),
                            "Service %s not present; if created in this state run, it would have been enabled"
                                    .formatted(name)),
                    () -> StateResult.failed("The named service " + name + " is not available"));
        }
        return services.isEnabled(name)
                ? StateResult.succeeded(
                        "Service " + name + " is already enabled, and is in the desired state")
                : atBoot(call, true, "is in the desired state");
    }

    private StateResult disabled(StateCall call) {
        String name = call.name();
        if (!services.exists(name)) {
            return StateResult.succeeded("The named service " + name + " is not available");
        }
        return services.isEnabled(name)
                ? atBoot(call, false, "is in the desired state")
                : StateResult.succeeded(
                        "Service " + name + " is already disabled, and is in the desired state");
    }

    private StateResult masked(StateCall call, boolean mask) {
        String name = call.name();
        boolean runtime = call.args().flag("runtime");
        String word = (runtime ? "runtime " : "") + (mask ? "masked" : "unmasked");
        if (services.isMasked(name, runtime) == mask) {
            return StateResult.succeeded(
                    "Service %s %s %s".formatted(name, mask ? "is already" : "was already", word));
        }
        Map<String, Object> swap = new LinkedHashMap<>();
        swap.put("old", !mask);
        swap.put("new", mask);
        Map<String, @Nullable Object> changes = change(runtime ? "runtime masked" : "masked", swap);
        return call.apply(
                changes,
                "Service " + name + " would be " + word,
                () -> {
                    try {
                        services.act(
                                runtime
                                        ? mask ? Action.RUNTIME_MASK : Action.RUNTIME_UNMASK
                                        : mask ? Action.MASK : Action.UNMASK,
                                name);
                    } catch (Failure e) {
                        return StateResult.failed(
                                "Failed to %s service '%s'. Additional info follows:\n\n%s"
                                        .formatted(mask ? "mask" : "unmask", name, words(e)));
                    }
                    return services.isMasked(name, runtime) == mask
                            ? StateResult.changed(changes, "Service " + name + " was " + word)
                            : StateResult.failed(
                                    "Failed to " + (mask ? "mask" : "unmask") + " service " + name);
                });
    }

    private StateResult modWatch(StateCall call) {
        String name = call.name();
        Arguments args = call.args();
        String function = args.text("sfun").orElse("None");
        boolean runs = services.isRunning(name);
        Action action;
        String past;
        switch (function) {
            case "dead" -> {
                if (!runs) {
                    return StateResult.succeeded("Service is already stopped");
                }
                action = Action.STOP;
                past = "stopped";
            }
            case "running" -> {
                boolean reload = runs && args.flag("reload");
                action = reload ? Action.RELOAD : runs ? Action.RESTART : Action.START;
                past = reload ? "reloaded" : runs ? "restarted" : "started";
            }
            default -> {
                return StateResult.failed("Unable to trigger watch for service." + function);
            }
        }
        return call.apply(
                Map.of(),
                "Service is set to be " + past,
                () -> {
                    try {
                        services.act(action, name);
                    } catch (Failure e) {
                        return StateResult.failed(words(e));
                    }
                    pause(args);
                    return new StateResult(
                            Outcome.SUCCEEDED, change(name, true), "Service " + past, Map.of());
                });
    }
}
