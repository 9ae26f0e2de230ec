package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One run: its steps, in order, over the links and releases of one service. */
final class DeployRun {
    private final Deployer.Parts parts;
    private final InstanceLayout layout;
    private final FileTree files;
    private final Links links;
    private final Releases releases;
    private final Role role;
    private final RunRecorder recorder;
    private final HookSteps hooks;
    private final StateSteps states;
    private final List<Links.Change> moved = new ArrayList<>();

    private Ledger ledger = Ledger.EMPTY;

    /** Whether what the run is for is in place, so that a later failure takes nothing back. */
    private boolean settled;

    private DeployRun(
            Deployer.Parts parts, Links links, Role role, Trigger trigger, RunRecorder recorder) {
        this.parts = parts;
        this.layout = parts.layout();
        this.files = parts.files();
        this.links = links;
        this.releases = new Releases(files, layout, links);
        this.role = role;
        this.recorder = recorder;
        this.hooks = new HookSteps(parts, role, trigger, recorder);
        this.states = new StateSteps(parts, role, recorder);
    }

    /** Begins a run: from here on it has a record. */
    static DeployRun of(Deployer.Parts parts, String command, Role role) {
        if (command.equals("rollback")) {
            new Reserve(parts.files(), parts.layout()).use();
        }
        Links links = new Links(parts.files());
        Optional<Version> running = links.version(parts.layout().current(role.service()));
        Trigger trigger =
                switch (command) {
                    case "refresh" -> Trigger.REFRESH;
                    case "rollback" -> Trigger.ROLLBACK;
                    default -> running.isPresent() ? Trigger.DEPLOY : Trigger.BOOT;
                };
        return new DeployRun(
                parts,
                links,
                role,
                trigger,
                new RunRecorder(parts, command, role, trigger, running));
    }

    RunReport deploy(Deployer.Request request) {
        return recorded(() -> {
            Plan plan = resolve(p -> p.deploy(request));
            fetch(plan);
            link(Step.LINK_BASE, baseChange(plan));
            link(Step.LINK_SERVICE, serviceChange());
            link(Step.LINK_NEXT, nextChange(plan));
            release(plan);
            if (request.register() || parts.settings().register()) {
                states.register();
            }
            prune();
        });
    }

    RunReport refresh(boolean force) {
        return recorded(() -> {
            Plan plan = resolve(p -> p.refresh(force));
            fetch(plan);
            link(Step.LINK_BASE, baseChange(plan));
            link(Step.LINK_NEXT, nextChange(plan));
            states.highstate();
            settled = true;
            remember(plan);
            prune();
        });
    }

    RunReport rollback(Optional<Version> to) {
        return recorded(() -> {
            Plan plan = resolve(p -> p.rollback(to));
            link(Step.LINK_BASE, baseChange(plan));
            link(Step.LINK_SERVICE, serviceChange());
            link(Step.LINK_NEXT, nextChange(plan));
            release(plan);
        });
    }

    private RunReport recorded(Runnable steps) {
        return recorder.record(
                () -> {
                    recorder.tellRecovered(
                            new Recovery(recorder.runs(), links, parts.clock())
                                    .tidy(recorder.run()));
                    ledger = Ledger.read(files, layout);
                    steps.run();
                },
                this::putBack);
    }

    /** A run that fails before its release is in place puts back every link that it moved. */
    private List<String> putBack() {
        return settled ? List.of() : links.undo(moved);
    }

    /** Decides what the run is about, and remembers which channels it saw on the way. */
    private Plan resolve(Function<Planner, Resolver.Looked<Plan>> question) {
        return recorder.step(
                Step.RESOLVE,
                Map.of(),
                () -> {
                    links.requirePlace(layout.links(role.service()));
                    Planner planner =
                            new Planner(layout, links, releases, role, parts.repository(), ledger);
                    Resolver.Looked<Plan> plan = question.apply(planner);
                    writeLedger(plan.ledger());
                    return plan.value();
                },
                this::resolved);
    }

    private RunRecorder.Said resolved(Plan plan) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("version", plan.version().text());
        detail.put("base", plan.base().version().text());
        recorder.planned(plan.version(), plan.base().version());
        boolean newlyHeld = plan.base().held().isPresent();
        return new RunRecorder.Said(
                role.service()
                        + " "
                        + plan.version()
                        + ", base "
                        + plan.base().version()
                        + (newlyHeld ? " (held)" : ""),
                detail);
    }

    private void fetch(Plan plan) {
        plan.base().manifest().ifPresent(m -> fetch(Step.FETCH_BASE, m));
        plan.manifest().ifPresent(m -> fetch(Step.FETCH_SERVICE, m));
    }

    private void fetch(Step step, Manifest manifest) {
        recorder.step(
                step,
                Map.of("version", manifest.version().text(), "sha256", manifest.sha256()),
                () ->
                        releases.bring(
                                manifest,
                                repository(),
                                recorder.run(),
                                bytes ->
                                        parts.listener()
                                                .downloaded(
                                                        manifest.name(), bytes, manifest.size())),
                fetched -> {
                    recorder.changed(fetched);
                    String what = manifest.name() + " " + manifest.version();
                    return RunRecorder.Said.of(
                            fetched
                                    ? what + " fetched, " + manifest.size() + " bytes, verified"
                                    : what + " is on disk");
                });
    }

    private List<Links.Change> baseChange(Plan plan) {
        return links.change(
                layout.current(ArtifactName.BASE), layout.target(plan.base().version()));
    }

    private List<Links.Change> serviceChange() {
        return links.change(layout.service(), layout.directory(role.service()));
    }

    private List<Links.Change> nextChange(Plan plan) {
        return links.change(layout.next(role.service()), layout.target(plan.version()));
    }

    private void link(Step step, List<Links.Change> changes) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("links", changes.stream().map(Links.Change::fields).toList());
        recorder.step(
                step,
                detail,
                () -> {
                    moved.addAll(changes);
                    links.make(changes);
                    return changes;
                },
                made -> {
                    recorder.changed(!made.isEmpty());
                    return RunRecorder.Said.of(
                            made.isEmpty()
                                    ? "unchanged"
                                    : made.getLast().link() + " → " + made.getLast().to());
                });
    }

    /** From the pre-release hooks to the post-release hooks, with the flip in between. */
    private void release(Plan plan) {
        hooks.run(Step.PRE_HOOKS, Hooks.Phase.PRE_RELEASE, plan.version());
        states.highstate();
        requireRelease(plan);
        Ledger before = ledger;
        remember(plan);
        List<Links.Change> changes = flip(plan);
        try {
            link(Step.LINK_CURRENT, changes);
        } catch (Failure e) {
            if (changes.isEmpty() || !links.isMade(changes)) {
                writeLedger(before);
            }
            throw e;
        }
        settled = true;
        recorder.flipped();
        hooks.run(Step.POST_HOOKS, Hooks.Phase.POST_RELEASE, plan.version());
    }

    /** Hooks and states may do anything, even remove what is about to be current. */
    private void requireRelease(Plan plan) {
        if (!releases.isComplete(role.service(), plan.version())) {
            throw new Failure(
                    ExitCode.HOOK_FAILED,
                    "the release "
                            + layout.release(role.service(), plan.version())
                            + " is gone: a hook or a state removed it",
                    "Correct it; the next run fetches the release again.");
        }
    }

    /** {@code previous} first, so that the move of {@code current} is the moment that counts. */
    private List<Links.Change> flip(Plan plan) {
        ArtifactName service = role.service();
        List<Links.Change> changes = new ArrayList<>();
        List<Links.Change> current =
                links.change(layout.current(service), layout.target(plan.version()));
        if (!current.isEmpty()) {
            current.getFirst()
                    .from()
                    .ifPresent(old -> changes.addAll(links.change(layout.previous(service), old)));
        }
        changes.addAll(current);
        return changes;
    }

    /** What stays of this run once its release stands. */
    private void remember(Plan plan) {
        Resolver.Base base = plan.base();
        writeLedger(
                ledger.withRole(role)
                        .withBaseChannel(base.channel())
                        .withHeld(base.held())
                        .withDeployed(
                                ArtifactName.BASE,
                                base.version(),
                                new Ledger.Deployed(Optional.empty(), parts.clock().instant()))
                        .withDeployed(
                                role.service(),
                                plan.version(),
                                new Ledger.Deployed(
                                        Optional.of(base.version()), parts.clock().instant())));
    }

    private void writeLedger(Ledger now) {
        if (!now.equals(ledger)) {
            files.write(layout.ledger(), now.write());
            ledger = now;
        }
    }

    /** What cannot be deleted stays for the next run; the service runs, and that is what counts. */
    private void prune() {
        recorder.step(
                Step.PRUNE,
                Map.of(),
                () -> {
                    List<String> removed = new ArrayList<>();
                    try {
                        writeLedger(
                                releases.prune(
                                        role.service(),
                                        parts.settings().keepReleases(),
                                        ledger,
                                        removed));
                        recorder.runs().prune();
                    } catch (Failure e) {
                        recorder.warn("old releases stay: " + e.getMessage());
                    }
                    new Reserve(files, layout).keep();
                    return removed;
                },
                removed ->
                        RunRecorder.Said.of(
                                removed.isEmpty()
                                        ? "nothing to remove"
                                        : "removed " + String.join(", ", removed)));
    }

    private Repository repository() {
        return parts.repository().get();
    }
}
