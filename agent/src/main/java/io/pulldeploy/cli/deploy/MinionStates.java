package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.cli.MinionSource;
import io.pulldeploy.deploy.HighstateRunner;
import io.pulldeploy.deploy.Role;
import io.pulldeploy.deploy.StateRun;
import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States through the same functions that {@code pulldeploy call} reaches. */
final class MinionStates implements HighstateRunner {
    private final MinionSource minions;
    private final Optional<String> configDir;
    private final Map<String, @Nullable Object> overrides;
    private Optional<Minion> last = Optional.empty();

    MinionStates(
            MinionSource minions,
            Optional<String> configDir,
            Map<String, @Nullable Object> overrides) {
        this.minions = minions;
        this.configDir = configDir;
        this.overrides = new LinkedHashMap<>(overrides);
    }

    @Override
    public StateRun highstate(Progress progress) {
        return call("state.highstate", List.of(), progress);
    }

    @Override
    public StateRun sls(String sls, Progress progress) {
        return call("state.sls", List.of(sls), progress);
    }

    /** What the grains of the last run say that this instance is. */
    Optional<Role> role() {
        return last.flatMap(minion -> {
            Object service = minion.grains().get("service_name");
            Object instance = minion.grains().get("service_instance");
            return service instanceof String s && instance instanceof String i
                    ? Optional.of(new Role(new ArtifactName(s), new ChannelName(i)))
                    : Optional.empty();
        });
    }

    private StateRun call(String function, List<@Nullable Object> args, Progress listener) {
        Minion minion = minions.open(configDir, overrides);
        last = Optional.of(minion);
        minion.context()
                .put(
                        io.pulldeploy.engine.run.Progress.CONTEXT_KEY,
                        new io.pulldeploy.engine.run.Progress() {
                            @Override
                            public void starting(LowChunk chunk, int done, int total) {
                                listener.at(done, total);
                            }
                        });
        try {
            // Somebody else's run is waited for: a deploy has its own lock against other deploys.
            return outcome(minion, minion.call(function, args, Map.of("queue", true)));
        } catch (SlsException mistakes) {
            return new StateRun(
                    ExitCode.SLS_ERROR.code(),
                    Map.of(),
                    mistakes.errors().stream().map(MinionStates::line).toList());
        } catch (CallError refused) {
            throw new Failure(
                    ExitCode.STATE_FAILED, function + ": " + refused.getMessage(), "", refused);
        }
    }

    private static StateRun outcome(Minion minion, @Nullable Object result) {
        int code = minion.context().get("retcode") instanceof Number n ? n.intValue() : 0;
        if (result instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> results = new LinkedHashMap<>();
            map.forEach((key, value) -> results.put(String.valueOf(key), value));
            return new StateRun(code, results, List.of());
        }
        return new StateRun(code == 0 ? 1 : code, Map.of(), errors(minion, result));
    }

    /** The author's mistakes with file and line where they are known; else Salt's words. */
    private static List<String> errors(Minion minion, @Nullable Object result) {
        if (minion.context().get("sls_errors") instanceof List<?> known && !known.isEmpty()) {
            return known.stream()
                    .filter(SlsError.class::isInstance)
                    .map(e -> line((SlsError) e))
                    .toList();
        }
        List<String> errors = new ArrayList<>();
        if (result instanceof List<?> list) {
            list.forEach(e -> errors.add(String.valueOf(e)));
        } else {
            errors.add(String.valueOf(result));
        }
        return errors;
    }

    /** Where and what, without the lines around it, which {@code pulldeploy call} shows. */
    private static String line(SlsError error) {
        List<String> told = error.told();
        return told.isEmpty() ? error.summary() : String.join("\n        ", told);
    }
}
