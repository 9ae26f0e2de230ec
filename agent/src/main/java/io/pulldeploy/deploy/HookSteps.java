package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Version;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The steps of a run that run a release's hooks. */
final class HookSteps {
    private final Deployer.Parts parts;
    private final Role role;
    private final Trigger trigger;
    private final RunRecorder recorder;
    private final Hooks hooks;

    HookSteps(Deployer.Parts parts, Role role, Trigger trigger, RunRecorder recorder) {
        this.parts = parts;
        this.role = role;
        this.trigger = trigger;
        this.recorder = recorder;
        this.hooks =
                new Hooks(
                        parts.files(),
                        parts.processes(),
                        parts.settings().hookLimit(),
                        parts.settings().hookUser());
    }

    /**
     * @throws io.pulldeploy.model.Failure (HOOK_FAILED) naming the hook and the end of its output
     */
    void run(Step step, Hooks.Phase phase, Version version) {
        Path release = parts.layout().release(role.service(), version);
        recorder.step(
                step,
                Map.of(),
                () ->
                        hooks.run(
                                phase,
                                release,
                                environment(phase, version, release),
                                recorder.log(),
                                parts.listener()::hookPrinted),
                ran ->
                        RunRecorder.Said.of(
                                ran.isEmpty() ? "no hooks" : "ran " + String.join(", ", ran)));
    }

    private Map<String, String> environment(Hooks.Phase phase, Version version, Path release) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PULLDEPLOY_SERVICE", role.service().text());
        variables.put("PULLDEPLOY_INSTANCE", role.instance().text());
        variables.put("PULLDEPLOY_VERSION", version.text());
        variables.put("PULLDEPLOY_PREVIOUS_VERSION", recorder.previousVersion().orElse(""));
        variables.put("PULLDEPLOY_RELEASE_DIR", parts.files().locate(release).toString());
        variables.put(
                "PULLDEPLOY_SERVICE_DIR",
                parts.files().locate(parts.layout().directory(role.service())).toString());
        variables.put("PULLDEPLOY_PHASE", phase.text());
        variables.put("PULLDEPLOY_TRIGGER", trigger.text());
        variables.put("PULLDEPLOY_RUN_ID", recorder.run());
        return variables;
    }
}
