package io.pulldeploy.states;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.StateResult;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** {@code test.*}: states that succeed, fail or pretend to change, as they are asked to. */
public final class TestState {
    private final BooleanSupplier coin;

    /**
     * @param coin decides where a state is asked for {@code Random}
     */
    public TestState(BooleanSupplier coin) {
        this.coin = coin;
    }

    public List<StateFunction> functions() {
        return List.of(
                new StateFunction(
                        "test.nop",
                        "Does nothing.",
                        "name, **kwargs",
                        call -> StateResult.succeeded("Success!")),
                new StateFunction(
                        "test.succeed_without_changes",
                        "Succeeds.",
                        "name, **kwargs",
                        call -> StateResult.succeeded(comment(call, "Success!"))),
                new StateFunction(
                        "test.fail_without_changes",
                        "Fails.",
                        "name, **kwargs",
                        TestState::failWithoutChanges),
                new StateFunction(
                        "test.succeed_with_changes",
                        "Succeeds, and says that something changed.",
                        "name, **kwargs",
                        call ->
                                call.apply(
                                        changes(),
                                        "If we weren't testing, this would be successful with"
                                                + " changes",
                                        () ->
                                                StateResult.changed(
                                                        changes(), comment(call, "Success!")))),
                new StateFunction(
                        "test.fail_with_changes",
                        "Fails, and says that something changed.",
                        "name, **kwargs",
                        call ->
                                call.apply(
                                        changes(),
                                        "If we weren't testing, this would be failed with changes",
                                        () ->
                                                StateResult.failed(
                                                        changes(), comment(call, "Failure!")))),
                new StateFunction(
                        "test.configurable_test_state",
                        "Returns the result and the changes it is told to.",
                        "name, changes=True, result=True, comment='', warnings=None,"
                                + " allow_test_mode_failure=False",
                        this::configurable),
                new StateFunction(
                        "test.show_notification",
                        "Shows a text.",
                        "name, text=None, **kwargs",
                        TestState::showNotification),
                new StateFunction(
                        "test.check_pillar",
                        "Checks that pillar keys are there and have the types they should have.",
                        "name, present=None, boolean=None, integer=None, string=None, listing=None,"
                                + " dictionary=None, verbose=False",
                        TestState::checkPillar),
                new StateFunction(
                        "test.mod_watch",
                        "Says which watched states changed.",
                        "name, sfun=None, **kwargs",
                        TestState::modWatch));
    }

    private static Map<String, @Nullable Object> changes() {
        return Map.of(
                "testing", ordered("old", "Unchanged", "new", "Something pretended to change"));
    }

    private static Map<String, @Nullable Object> ordered(
            String key, Object value, String nextKey, Object nextValue) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(nextKey, nextValue);
        return map;
    }

    private static String comment(StateCall call, String otherwise) {
        return call.args().extra().containsKey("comment")
                ? text(call.args().extra().get("comment"))
                : otherwise;
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> lines
                ? String.join("\n", lines.stream().map(PythonText::str).toList())
                : PythonText.str(value);
    }

    /** A failure that changes nothing is a failure in a test run, too; only its comment differs. */
    private static StateResult failWithoutChanges(StateCall call) {
        StateResult asked =
                call.apply(Map.of(), "", () -> StateResult.failed(comment(call, "Failure!")));
        return asked.outcome() == StateResult.Outcome.FAILED
                ? asked
                : StateResult.failed("If we weren't testing, this would be a failure!");
    }

    private StateResult configurable(StateCall call) {
        Map<String, @Nullable Object> changes = decide(call, "changes") ? changes() : Map.of();
        boolean result = decide(call, "result");
        Object given = call.args().value("comment");
        String comment = given == null ? "" : text(given);
        boolean stays = call.args().flag("allow_test_mode_failure") && isFalse(call, "result");
        String shown = comment.isEmpty() ? "This is a test" : comment;
        StateResult returned =
                call.apply(
                        changes,
                        shown,
                        () ->
                                result
                                        ? StateResult.changed(changes, comment)
                                        : StateResult.failed(changes, comment));
        if (returned.outcome() == StateResult.Outcome.WOULD_CHANGE) {
            if (stays) {
                returned = StateResult.failed(changes, shown);
            } else if (isFalse(call, "changes")) {
                returned = StateResult.succeeded(shown);
            }
        }
        return switch (call.args().value("warnings")) {
            case null -> returned;
            case String warning -> returned.with("warnings", List.of(warning));
            case List<?> warnings -> returned.with("warnings", warnings);
            default ->
                    throw new CallError(
                            "You have specified the state option 'warnings' with invalid arguments. It"
                                    + " must be a string or a list of strings");
        };
    }

    private static boolean isFalse(StateCall call, String parameter) {
        return Boolean.FALSE.equals(call.args().value(parameter));
    }

    private boolean decide(StateCall call, String parameter) {
        if (call.args().value(parameter) instanceof Boolean decided) {
            return decided;
        }
        if (call.args().text(parameter).orElse("").equalsIgnoreCase("random")) {
            return coin.getAsBoolean();
        }
        throw new CallError(
                parameter.equals("changes")
                        ? "You have specified the state option 'changes' with invalid arguments. It must"
                                + " be either True, False, or 'Random'"
                        : "You have specified the state option 'result' with invalid arguments. It must"
                                + " be either True, False, or 'Random'");
    }

    private static StateResult showNotification(StateCall call) {
        if (!call.args().flag("text")) {
            throw new CallError("Missing required argument text.");
        }
        return StateResult.succeeded(text(call.args().value("text")));
    }

    private static StateResult modWatch(StateCall call) {
        Map<String, @Nullable Object> given = call.args().extra();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        if (given.get("changes") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> changes.put(String.valueOf(key), value));
        } else {
            changes.put("Requisites with changes", changedRequisites(call));
        }
        String comment = comment(call, "Watch statement fired.");
        return switch (given.getOrDefault("result", true)) {
            case Boolean succeeded when !succeeded -> StateResult.failed(changes, comment);
            case null -> StateResult.wouldChange(changes, comment);
            default -> StateResult.changed(changes, comment);
        };
    }

    private static List<String> changedRequisites(StateCall call) {
        List<String> changed = new ArrayList<>();
        if (call.chunk().get("__reqs__") instanceof Map<?, ?> requisites
                && requisites.get("watch") instanceof List<?> watched
                && call.chunk().get("__running__") instanceof Map<?, ?> running) {
            for (Object item : watched) {
                if (item instanceof Map<?, ?> chunk
                        && running.get(tag(chunk)) instanceof Map<?, ?> result
                        && result.get("changes") instanceof Map<?, ?> changes
                        && !changes.isEmpty()) {
                    changed.add(chunk.get("state") + ": " + chunk.get("__id__"));
                }
            }
        }
        return changed;
    }

    private static String tag(Map<?, ?> chunk) {
        return "%s_|-%s_|-%s_|-%s"
                .formatted(
                        chunk.get("state"),
                        chunk.get("__id__"),
                        chunk.get("name"),
                        chunk.get("fun"));
    }

    /**
     * A type that a pillar value can be asked to have.
     *
     * @param python how Python shows the type; {@code None} if any will do
     */
    private record PillarType(String parameter, String python, Predicate<Object> has) {
        static final List<PillarType> ALL =
                List.of(
                        new PillarType("present", "None", value -> true),
                        new PillarType("boolean", "<class 'bool'>", Boolean.class::isInstance),
                        new PillarType("integer", "<class 'int'>", PillarType::isWhole),
                        new PillarType("string", "(<class 'str'>,)", String.class::isInstance),
                        new PillarType("listing", "<class 'list'>", List.class::isInstance),
                        new PillarType("dictionary", "<class 'dict'>", Map.class::isInstance));

        private static boolean isWhole(Object value) {
            return value instanceof Boolean
                    || (value instanceof Number && !(value instanceof Double));
        }
    }

    private static StateResult checkPillar(StateCall call) {
        if (PillarType.ALL.stream().noneMatch(t -> call.args().flag(t.parameter()))) {
            throw new CallError("Missing required argument text.");
        }
        Map<String, Optional<PillarType>> failed = new LinkedHashMap<>();
        Map<String, PillarType> fine = new LinkedHashMap<>();
        for (PillarType type : PillarType.ALL) {
            for (Object item : call.args().list(type.parameter())) {
                String key = String.valueOf(item);
                List<@Nullable Object> path = new ArrayList<>();
                path.add(key);
                path.add(null);
                Object value = call.minion().call("pillar.get", path, Map.of());
                if (value == null) {
                    failed.put(key, Optional.empty());
                } else if (!type.has().test(value)) {
                    failed.put(key, Optional.of(type));
                } else {
                    fine.put(key, type);
                }
            }
        }
        StringBuilder comment = new StringBuilder();
        failed.forEach((key, type) ->
                comment.append("Pillar key \"%s\" ".formatted(key))
                        .append(
                                type.map(t -> "is not %s.\n".formatted(t.python()))
                                        .orElse("is missing.\n")));
        if (call.args().flag("verbose") && !fine.isEmpty()) {
            comment.append("Those keys passed the check:\n");
            fine.forEach(
                    (key, type) -> comment.append("- %s (%s)\n".formatted(key, type.python())));
        }
        return failed.isEmpty()
                ? StateResult.succeeded(comment.toString())
                : StateResult.failed(comment.toString());
    }
}
