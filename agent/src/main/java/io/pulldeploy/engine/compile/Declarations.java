package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SourceLines;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings what one SLS file renders to into the form of high data: short forms, extend, exclude. */
final class Declarations {
    private final SlsFile file;
    private final String sls;
    private final List<SlsError> errors;

    Declarations(SlsFile file, String sls, List<SlsError> errors) {
        this.file = file;
        this.sls = sls;
        this.errors = errors;
    }

    void normalise(Map<Object, @Nullable Object> state) {
        extend(state);
        exclude(state);
        states(state);
    }

    private void extend(Map<Object, @Nullable Object> state) {
        if (!state.containsKey("extend")) {
            return;
        }
        Object declared = state.remove("extend");
        Map<Object, @Nullable Object> extensions = HighData.map(declared);
        if (extensions == null) {
            error(
                    "Extension value in SLS '%s' is not a dictionary".formatted(sls),
                    "extend",
                    "Under extend: stand IDs, each with the states to extend.");
            return;
        }
        for (Map.Entry<Object, @Nullable Object> entry : extensions.entrySet()) {
            Map<Object, @Nullable Object> body = HighData.map(entry.getValue());
            if (body == null) {
                error(
                        "Extension name '%s' in SLS '%s' is not a dictionary"
                                .formatted(Python.str(entry.getKey()), sls),
                        Python.str(entry.getKey()),
                        "Name the state to extend below the ID, such as file: with its arguments.");
                continue;
            }
            body.putIfAbsent("__sls__", sls);
            body.putIfAbsent("__env__", file.saltenv());
            for (Object key : new ArrayList<>(body.keySet())) {
                if (key instanceof String name
                        && !name.startsWith("_")
                        && name.contains(".")
                        && HighData.list(body.get(name)) != null) {
                    splitFunction(body, name);
                }
            }
        }
        HighData.listAt(state, HighData.EXTEND).add(extensions);
    }

    private void exclude(Map<Object, @Nullable Object> state) {
        if (!state.containsKey("exclude")) {
            return;
        }
        Object declared = state.remove("exclude");
        List<@Nullable Object> excluded = HighData.list(declared);
        if (excluded == null) {
            error(
                    "Exclude Declaration in SLS %s is not formed as a list".formatted(sls),
                    "exclude",
                    "Write each exclusion as a list item: - sls: name, or - id: name.");
            excluded = List.of();
        }
        HighData.listAt(state, HighData.EXCLUDE).addAll(excluded);
    }

    private void states(Map<Object, @Nullable Object> state) {
        for (Map.Entry<Object, @Nullable Object> entry : state.entrySet()) {
            Object id = entry.getKey();
            Map<Object, @Nullable Object> body = HighData.map(entry.getValue());
            if (body != null) {
                body(id, body);
                continue;
            }
            if (HighData.EXTEND.equals(id) || HighData.EXCLUDE.equals(id)) {
                continue;
            }
            if (entry.getValue() instanceof String shortForm && shortForm.contains(".")) {
                String[] parts = shortForm.split("\\.", -1);
                Map<Object, @Nullable Object> padded = new LinkedHashMap<>();
                padded.put("__sls__", sls);
                padded.put("__env__", file.saltenv());
                padded.put(parts[0], new ArrayList<@Nullable Object>(List.of(parts[1])));
                entry.setValue(padded);
                continue;
            }
            error(
                    "ID %s in SLS %s is not a dictionary".formatted(Python.str(id), sls),
                    Python.str(id),
                    "Below the ID stands a state function, such as file.managed: with its arguments"
                            + " as a list.");
        }
    }

    private void body(Object id, Map<Object, @Nullable Object> body) {
        Set<String> seen = new HashSet<>();
        for (Object key : new ArrayList<>(body.keySet())) {
            if (!(key instanceof String name)
                    || name.startsWith("_")
                    || HighData.list(body.get(name)) == null) {
                continue;
            }
            int dot = name.indexOf('.');
            if (dot < 0) {
                seen.add(name);
                continue;
            }
            String state = name.substring(0, dot);
            if (seen.contains(state)) {
                error(
                        ("ID '%s' in SLS '%s' contains multiple state declarations of the same"
                                        + " type")
                                .formatted(Python.str(id), sls),
                        Python.str(id),
                        "Give each of them an ID of its own; name: then says what it is about.");
                continue;
            }
            splitFunction(body, name);
            seen.add(state);
        }
        body.putIfAbsent("__sls__", sls);
        body.putIfAbsent("__env__", file.saltenv());
    }

    /** {@code file.managed: [...]} becomes {@code file: [..., managed]}. */
    private static void splitFunction(Map<Object, @Nullable Object> body, String key) {
        String[] parts = key.split("\\.", -1);
        List<@Nullable Object> arguments = HighData.list(body.remove(key));
        body.put(parts[0], arguments);
        if (arguments != null) {
            arguments.add(parts[1]);
        }
    }

    private void error(String saltText, String offending, String hint) {
        errors.add(
                SlsError.at(
                        saltText,
                        file.path(),
                        SourceLines.declaring(file.text(), offending),
                        offending,
                        hint));
    }
}
