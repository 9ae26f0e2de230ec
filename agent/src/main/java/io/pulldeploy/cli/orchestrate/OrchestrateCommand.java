package io.pulldeploy.cli.orchestrate;

import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.GlobalOptions;
import io.pulldeploy.cli.MinionSource;
import io.pulldeploy.cli.Misuse;
import io.pulldeploy.cli.StateProgress;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Plans, applies and takes down the AWS resources that an SLS file describes. */
public final class OrchestrateCommand implements Subcommand {
    private final Terminal terminal;
    private final MinionSource minions;
    private final FileTree files;
    private final Supplier<String> answer;

    private final GlobalOptions global = new GlobalOptions();

    private final Argument<String> sls =
            Argument.parameter(0, "SLS", "The SLS file, orchestration.myapp.");

    private final Argument<Path> planFile =
            Argument.option(Path.class, "FILE", "Write the plan as JSON.", "--plan");

    private final Argument<Path> applied =
            Argument.option(
                    Path.class,
                    "FILE",
                    "Apply a written plan; refuse if the world has changed since.",
                    "--apply");

    private final Argument<Boolean> takenDown =
            Argument.flag("Take everything down, the last made first; ask before.", "--destroy");

    private final Argument<Boolean> yes = Argument.flag("Do not ask before taking down.", "--yes");

    private final Argument<String> out = Argument.option("FORMAT", "text or json.", "--out");

    /**
     * @param answer a line from whoever sits at the terminal; empty if nobody does
     */
    public OrchestrateCommand(
            Terminal terminal, MinionSource minions, FileTree files, Supplier<String> answer) {
        this.terminal = terminal;
        this.minions = minions;
        this.files = files;
        this.answer = answer;
    }

    @Override
    public String name() {
        return "orchestrate";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(global.all());
        arguments.add(sls);
        arguments.add(yes);
        arguments.add(out);
        return new Usage(
                        List.of(
                                "Shows what an SLS file would create, change and destroy in AWS, writes that as a plan, applies it,"
                                        + " or takes everything down."),
                        List.of(
                                "orchestrate orchestration.myapp",
                                "orchestrate orchestration.myapp --plan plan.json",
                                "orchestrate orchestration.myapp --apply plan.json",
                                "orchestrate orchestration.myapp --destroy"),
                        arguments)
                .withOneOf(planFile, applied, takenDown);
    }

    @Override
    public Integer call() {
        if (!List.of("text", "json").contains(out.or("text"))) {
            throw new Misuse("--out is text or json, not '%s'".formatted(out.or("")));
        }
        Minion minion = minions.open(global.configDir(), Map.of());
        StateProgress.show(minion, terminal);
        if (takenDown.or(false)) {
            return destroy(minion);
        }
        Object tested = minion.call("state.sls", List.of(sls.value()), Map.of("test", true));
        if (!(tested instanceof Map<?, ?> results)) {
            return refused(tested);
        }
        Plan plan = Plan.of(sls.value(), results);
        if (applied.given().isPresent()) {
            return apply(minion, plan, applied.value());
        }
        show(plan, PlanText.of(plan));
        if (!plan.fails()) {
            planFile.given().ifPresent(file -> write(plan, file));
        }
        return (plan.fails() ? ExitCode.STATE_FAILED : ExitCode.OK).code();
    }

    private void write(Plan plan, Path file) {
        files.write(file.toAbsolutePath(), json(plan.json()));
        terminal.note("The plan is in " + file + "; apply it with --apply " + file + ".");
    }

    private int apply(Minion minion, Plan plan, Path file) {
        Object written = read(file);
        if (!(written instanceof Map<?, ?> map)
                || !Long.valueOf(Plan.SCHEMA).equals(map.get("schema"))
                || !sls.value().equals(map.get("sls"))) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + " is no plan of " + sls.value(),
                    "Write one with --plan " + file + ".");
        }
        Object readBack = Json.parse(json(plan.json()));
        List<String> differences =
                readBack instanceof Map<?, ?> now ? Plan.differences(map, now) : List.of();
        if (!differences.isEmpty()) {
            terminal.note("The world, or the SLS file, has changed since the plan was written:");
            differences.forEach(d -> terminal.note("  " + d));
            terminal.note("Nothing was done. Write a new plan and look at it.");
            return ExitCode.STATE_FAILED.code();
        }
        Object applied = minion.call("state.sls", List.of(sls.value()), Map.of("test", false));
        if (!(applied instanceof Map<?, ?> results)) {
            return refused(applied);
        }
        Plan done = Plan.of(sls.value(), results);
        show(done, PlanText.done(done));
        return (done.fails() ? ExitCode.STATE_FAILED : ExitCode.OK).code();
    }

    /** What a plan's file says; nothing if that is no JSON. */
    private @Nullable Object read(Path file) {
        try {
            return Json.parse(files.text(file.toAbsolutePath()));
        } catch (JsonError e) {
            return null;
        }
    }

    private int destroy(Minion minion) {
        Object low = minion.call("state.show_low_sls", List.of(sls.value()), Map.of());
        if (!(low instanceof List<?> chunks)
                || chunks.stream().anyMatch(c -> !(c instanceof Map<?, ?>))) {
            return refused(low);
        }
        List<Teardown> all =
                Teardown.of(
                        chunks, key -> minion.opts().getOrDefault(key, minion.pillar().get(key)));
        Plan plan = Plan.of(sls.value(), single(minion, all, true));
        show(plan, PlanText.of(plan));
        if (plan.fails()) {
            return ExitCode.STATE_FAILED.code();
        }
        if (plan.count(Plan.Action.DESTROY) == 0) {
            return ExitCode.OK.code();
        }
        if (!yes.or(false)) {
            terminal.note(
                    "Destroy these %d? Only yes is yes."
                            .formatted(plan.count(Plan.Action.DESTROY)));
            String answered = answer.get().strip();
            if (answered.isEmpty()) {
                terminal.note("Nobody answered. Nothing was done. --yes does not ask.");
                return ExitCode.USAGE.code();
            }
            if (!answered.equals("yes")) {
                terminal.note("Nothing was done.");
                return ExitCode.OK.code();
            }
        }
        Plan done = Plan.of(sls.value(), single(minion, all, false));
        show(done, PlanText.done(done));
        int left = all.size() - done.entries().size();
        if (left > 0) {
            terminal.note(
                    "%d more were not tried, because they come after what failed.".formatted(left));
        }
        return (done.fails() ? ExitCode.STATE_FAILED : ExitCode.OK).code();
    }

    /** Each removal by itself; one that fails ends them, because what follows may need it gone. */
    private static Map<String, @Nullable Object> single(
            Minion minion, List<Teardown> all, boolean test) {
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        for (Teardown one : all) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>(one.args());
            named.put("test", test);
            Object answered = minion.call("state.single", List.of(one.function()), named);
            if (!(answered instanceof Map<?, ?> map)) {
                throw new Failure(
                        ExitCode.SLS_ERROR, one.function() + ": " + answered, "Correct the SLS.");
            }
            boolean[] failed = {false};
            map.forEach((key, result) -> {
                results.put(String.valueOf(key), result);
                failed[0] |= result instanceof Map<?, ?> r && Boolean.FALSE.equals(r.get("result"));
            });
            if (failed[0] && !test) {
                return results;
            }
        }
        return results;
    }

    private void show(Plan plan, String text) {
        terminal.print(out.or("text").equals("json") ? json(plan.json()) : text);
    }

    private static String json(@Nullable Object value) {
        return Json.write(value, JsonStyle.SALT.withIndent(2)) + "\n";
    }

    private int refused(@Nullable Object errors) {
        if (errors instanceof List<?> list) {
            list.forEach(e -> terminal.note(String.valueOf(e)));
        } else {
            terminal.note(String.valueOf(errors));
        }
        return ExitCode.SLS_ERROR.code();
    }
}
