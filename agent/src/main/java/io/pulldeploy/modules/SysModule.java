package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Parameter;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code sys.*}: which functions there are, and what they take. */
public final class SysModule {
    private static final List<String> RENDERERS =
            List.of("gpg", "jinja", "jinjava", "json", "stateconf", "yaml", "yamlex");

    private final Registry<ExecutionFunction> functions;
    private final Supplier<Registry<StateFunction>> states;

    /** One function, of either kind. */
    private record Entry(String name, String doc, Signature signature) {
        String module() {
            return name.substring(0, name.indexOf('.'));
        }
    }

    /**
     * @param functions all execution functions, these among them
     */
    public SysModule(
            Registry<ExecutionFunction> functions, Supplier<Registry<StateFunction>> states) {
        this.functions = functions;
        this.states = states;
    }

    public List<ExecutionFunction> functions() {
        String several = "*args";
        String named = "*args, **kwargs";
        String one = "module=''";
        return new FunctionList("sys")
                .add("doc", "What functions do.", several, (_, a) -> docs(execution(a)))
                .add("list_functions", "The functions.", named, (_, a) -> names(execution(a)))
                .add("list_modules", "The modules.", several, (_, a) -> modules(all(), a))
                .add("argspec", "What functions take.", one, (_, a) -> argspecs(all(), a))
                .add(
                        "state_doc",
                        "What state functions do.",
                        several,
                        (_, a) -> docs(stateFunctions(a)))
                .add(
                        "list_state_functions",
                        "The state functions.",
                        named,
                        (_, a) -> names(stateFunctions(a)))
                .add(
                        "list_state_modules",
                        "The state modules.",
                        several,
                        (_, a) -> modules(allStates(), a))
                .add(
                        "state_argspec",
                        "What state functions take.",
                        one,
                        (_, a) -> argspecs(allStates(), a))
                .add(
                        "list_renderers",
                        "The renderers.",
                        several,
                        (_, a) -> RENDERERS.stream().filter(n -> isWanted(n, a)).toList())
                .add(
                        "list_returners",
                        "Nothing: results are printed.",
                        several,
                        (_, _) -> List.of())
                .add("list_runners", "Nothing: there is no master.", several, (_, _) -> List.of())
                .add(
                        "list_returner_functions",
                        "Nothing: results are printed.",
                        named,
                        (_, _) -> List.of())
                .add(
                        "list_runner_functions",
                        "Nothing: there is no master.",
                        named,
                        (_, _) -> List.of())
                .add("returner_doc", "Nothing: results are printed.", several, (_, _) -> Map.of())
                .add("returner_argspec", "Nothing: results are printed.", one, (_, _) -> Map.of())
                .add("runner_doc", "Nothing: there is no master.", several, (_, _) -> Map.of())
                .add("runner_argspec", "Nothing: there is no master.", one, (_, _) -> Map.of())
                .add("reload_modules", "True: functions are built in.", "", (_, _) -> true)
                .all();
    }

    private static boolean isWanted(String name, Arguments args) {
        return args.varargs().isEmpty()
                || args.varargs().stream().anyMatch(p -> Fnmatch.matches(name, PythonText.str(p)));
    }

    private Stream<Entry> all() {
        return functions.all().stream().map(f -> new Entry(f.name(), f.doc(), f.signature()));
    }

    private Stream<Entry> allStates() {
        return states.get().all().stream().map(f -> new Entry(f.name(), f.doc(), f.signature()));
    }

    private List<Entry> execution(Arguments args) {
        return chosen(all(), args);
    }

    private List<Entry> stateFunctions(Arguments args) {
        return chosen(allStates(), args);
    }

    /** Those that the arguments name: a module, a function, or a pattern of functions. */
    private static List<Entry> chosen(Stream<Entry> entries, Arguments args) {
        List<String> wanted = args.varargs().stream().map(PythonText::str).toList();
        return entries.filter(
                        entry -> wanted.isEmpty() || wanted.stream().anyMatch(w -> means(w, entry)))
                .toList();
    }

    private static boolean means(String wanted, Entry entry) {
        if (Fnmatch.isPattern(wanted)) {
            return Fnmatch.matches(entry.name(), wanted);
        }
        return wanted.contains(".") ? entry.name().equals(wanted) : entry.module().equals(wanted);
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).sorted().toList();
    }

    private static Map<String, @Nullable Object> docs(List<Entry> entries) {
        Map<String, @Nullable Object> docs = new LinkedHashMap<>();
        entries.forEach(entry -> docs.put(entry.name(), entry.doc()));
        return docs;
    }

    private static List<String> modules(Stream<Entry> entries, Arguments args) {
        TreeSet<String> modules = new TreeSet<>();
        entries.map(Entry::module).filter(module -> isWanted(module, args)).forEach(modules::add);
        return List.copyOf(modules);
    }

    /** A module's functions, or those that a name or pattern with a dot or star means. */
    private static Map<String, @Nullable Object> argspecs(Stream<Entry> entries, Arguments args) {
        String wanted = args.text("module").orElse("");
        boolean isPattern = wanted.contains("*") || wanted.contains(".");
        Map<String, @Nullable Object> specs = new LinkedHashMap<>();
        entries.filter(entry ->
                        isPattern
                                ? Fnmatch.matches(entry.name(), wanted)
                                : entry.module().equals(wanted))
                .forEach(entry -> specs.put(entry.name(), argspec(entry.signature())));
        return specs;
    }

    private static Map<String, @Nullable Object> argspec(Signature signature) {
        List<@Nullable Object> defaults = new ArrayList<>();
        signature.parameters().stream()
                .filter(parameter -> !parameter.required())
                .forEach(parameter -> defaults.add(parameter.defaultValue()));
        List<String> names = signature.parameters().stream().map(Parameter::name).toList();
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("args", names.isEmpty() ? null : names);
        spec.put("defaults", defaults.isEmpty() ? null : defaults);
        spec.put("varargs", signature.takesVarargs() ? true : null);
        spec.put("kwargs", signature.takesKwargs() ? true : null);
        return spec;
    }
}
