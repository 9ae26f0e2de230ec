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
            List.of("gpg", "jinja", "jinjava", "json", "yaml", "yamlex");

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
        return List.of(
                function("sys.doc", "What functions do.", (minion, args) -> docs(execution(args))),
                function(
                        "sys.list_functions",
                        "The names of functions.",
                        (minion, args) -> names(execution(args))),
                function(
                        "sys.list_modules",
                        "The names of modules.",
                        (minion, args) -> modules(all(), args)),
                function(
                        "sys.argspec",
                        "What functions take.",
                        (minion, args) -> argspecs(execution(args))),
                function(
                        "sys.state_doc",
                        "What state functions do.",
                        (minion, args) -> docs(stateFunctions(args))),
                function(
                        "sys.list_state_functions",
                        "The names of state functions.",
                        (minion, args) -> names(stateFunctions(args))),
                function(
                        "sys.list_state_modules",
                        "The names of state modules.",
                        (minion, args) -> modules(allStates(), args)),
                function(
                        "sys.state_argspec",
                        "What state functions take.",
                        (minion, args) -> argspecs(stateFunctions(args))),
                function(
                        "sys.list_renderers",
                        "The names of renderers.",
                        (minion, args) ->
                                RENDERERS.stream()
                                        .filter(name ->
                                                args.varargs().isEmpty()
                                                        || args.varargs().stream()
                                                                .anyMatch(p ->
                                                                        Fnmatch.matches(
                                                                                name,
                                                                                PythonText.str(p))))
                                        .toList()),
                function(
                        "sys.reload_modules",
                        "Nothing: functions are built in.",
                        (m, args) -> null));
    }

    private static ExecutionFunction function(
            String name, String doc, ExecutionFunction.Body body) {
        return new ExecutionFunction(name, doc, "*args, **kwargs", body);
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
        List<String> patterns = args.varargs().stream().map(PythonText::str).toList();
        TreeSet<String> modules = new TreeSet<>();
        entries.map(Entry::module)
                .filter(module ->
                        patterns.isEmpty()
                                || patterns.stream().anyMatch(p -> Fnmatch.matches(module, p)))
                .forEach(modules::add);
        return List.copyOf(modules);
    }

    private static Map<String, @Nullable Object> argspecs(List<Entry> entries) {
        Map<String, @Nullable Object> specs = new LinkedHashMap<>();
        entries.forEach(entry -> specs.put(entry.name(), argspec(entry.signature())));
        return specs;
    }

    private static Map<String, @Nullable Object> argspec(Signature signature) {
        List<@Nullable Object> defaults = new ArrayList<>();
        signature.parameters().stream()
                .filter(parameter -> !parameter.required())
                .forEach(parameter -> defaults.add(parameter.defaultValue()));
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("args", signature.parameters().stream().map(Parameter::name).toList());
        spec.put("varargs", signature.takesVarargs() ? true : null);
        spec.put("kwargs", signature.takesKwargs() ? true : null);
        spec.put("defaults", defaults.isEmpty() ? null : defaults);
        return spec;
    }
}
